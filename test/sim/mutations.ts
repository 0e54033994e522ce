/**
 * Single-token mutations of command lines: what a person or a program gets wrong. Which numbers refer to something and which name
 * something new is said in `NUMBERS`, from command references, not from any grammar.
 */
import { tokenize } from '../../src/sim/grammar/tokens.ts';

export type Kind = 'dropped' | 'misspelt' | 'swapped' | 'out of range' | 'dangling';

export interface Mutation { readonly kind: Kind; readonly line: string; readonly token: string; }

/** Tokens that are not mutated in some way, because the result is as good a command as the original, and how often that was so. */
export interface Spared { readonly reason: string; readonly token: string; }

/** @throws Error for a number whose meaning `NUMBERS` does not know */
export function mutationsOf(line: string): { readonly mutations: Mutation[]; readonly spared: Spared[] } {
  const words = tokenize(line).map((token) => line.slice(token.start, token.end));
  const mutations: Mutation[] = [];
  const spared: Spared[] = [];
  for (const [index, word] of words.entries()) {
    const add = (kind: Kind, ...becomes: readonly (readonly string[])[]): void => {
      for (const part of becomes) {
        const mutated = [...words.slice(0, index), ...part, ...words.slice(index + (kind === 'swapped' ? 2 : 1))].join(' ');
        if (mutated !== '' && mutated !== line) mutations.push({ kind, line: mutated, token: word });
      }
    };
    const before = `${words.slice(0, index).join(' ')} `;
    const next = words[index + 1];
    if (word.startsWith('"')) {
      if (/sn-auth $/.test(before)) add('out of range', [word.replace('"', '"0')], [word.replace(/.."$/, '"')], [word.replace(/."$/, 'X"')]);
      else spared.push({ reason: 'free text: a name, a description, an address, a password', token: word });
    } else if (/^\d/.test(word)) {
      const { beyond, nowhere, why } = meaningOf(before, word);
      add('out of range', ...beyond.map((value) => [value]));
      if (nowhere !== undefined) add('dangling', [nowhere]);
      else spared.push({ reason: why ?? '', token: `${before}${word}` });
    } else {
      add('dropped', []);
      add('misspelt', ...misspellings(word).map((wrong) => [wrong]));
      if (next !== undefined) add('swapped', [next, word]);
    }
  }
  return { mutations, spared };
}

/** A wrong letter, a letter twice, two letters the wrong way round. A letter short at the end is an abbreviation, which the box takes as long as it is unambiguous. */
function misspellings(word: string): string[] {
  const middle = Math.floor(word.length / 2);
  const [head, letter, rest] = [word.slice(0, middle), word[middle]!, word.slice(middle + 1)];
  const turned = word.slice(0, middle - 1) + letter + word[middle - 1]! + rest;
  return [...new Set([`${head}${letter === 'x' ? 'y' : 'x'}${rest}`, `${head}${letter}${letter}${rest}`, middle > 0 ? turned : `${word}q`])].filter((wrong) => wrong !== word);
}

interface Meaning {
  /** What stands in front. */
  readonly after: RegExp;
  /** Values no box takes. */
  readonly beyond: readonly string[];
  /** A number within range that refers to nothing. */
  readonly nowhere?: string;
  /** Why any other number within range is as good. */
  readonly why?: string;
}

const NEW = 'a number for something new: any free one is as good';
const CHOICE = 'a quantity, a priority, an address or a tag of the network behind the OLT: any other within range is as good';
const ON_ONT = '(?:ont (?:ipconfig|internet-config|wan-config|tr069-server-config|port native-vlan|port vlan|port route|activate|deactivate|delete)|undo ont (?:ipconfig|tr069-server-config)|if-sip (?:add|delete)|sippstnuser (?:add|delete))';
const VLAN = ['0', '4094', '4096'];
/** Of somebody else's network. */
const TAG = ['0', '4095', '4096'];

/** Limits: command references and the identifiers operators report; first match counts. */
const NUMBERS: readonly Meaning[] = [
  { after: /^dba-profile add profile-id $/, beyond: ['513'], why: NEW },
  { after: /^dba-profile .*(?:fix|assure|max) $/, beyond: ['0', '99999999'], why: CHOICE },
  { after: /^traffic table ip index $/, beyond: ['1024'], why: NEW },
  { after: /^traffic .* (?:cir|pir|cbs|pbs) $/, beyond: ['0', '4294967296'], why: CHOICE },
  { after: / priority $/, beyond: ['8'], why: CHOICE },
  { after: /^ont-(?:line|srv)profile gpon profile-id $/, beyond: ['8192'], why: NEW },
  { after: /^ont (?:tr069-server-profile add|wan-profile) profile-id $/, beyond: ['99999'], why: NEW },
  { after: /^tcont $/, beyond: ['128'], why: NEW },
  { after: /dba-profile-id $/, beyond: ['513'], nowhere: '377' },
  { after: /^gem add $/, beyond: ['1024'], why: NEW },
  { after: /^gem add .* tcont $/, beyond: ['128'], nowhere: '77' },
  { after: /^gem mapping $/, beyond: ['1024'], nowhere: '777' },
  { after: /^gem mapping \d+ $/, beyond: ['8'], why: NEW },
  { after: /^gem mapping .* vlan $/, beyond: VLAN, nowhere: '777' },
  { after: /^interface gpon $/, beyond: ['0/99', '1/1', '0/1/0'], nowhere: '0/5' },
  { after: /^ont add $/, beyond: ['16'], why: NEW },
  { after: /^ont add \d+ $/, beyond: ['128'], why: NEW },
  { after: /ont-(?:line|srv)profile-id $/, beyond: ['8192'], nowhere: '777' },
  { after: new RegExp(`^${ON_ONT} $`), beyond: ['16'], nowhere: '11' },
  { after: new RegExp(`^${ON_ONT} \\d+ $`), beyond: ['128'], nowhere: '77' },
  { after: /^ont ipconfig .*ip-index $/, beyond: ['8'], why: NEW },
  { after: /^ont ipconfig .* vlan $/, beyond: VLAN, nowhere: '777' },
  { after: /^ont ipconfig .*(?:ip-address|mask|gateway|-dns) $/, beyond: ['10.20.1.256', '10.20.1', '10.20.1.1.1'], why: CHOICE },
  { after: / ip-index $/, beyond: ['8'], nowhere: '5' },
  { after: /^ont port .* eth $/, beyond: ['0', '25'], nowhere: '9' },
  { after: /^ont port native-vlan .* vlan $/, beyond: VLAN, nowhere: '777' },
  { after: /^if-sip add \d+ \d+ $/, beyond: ['99'], why: NEW },
  { after: /^sippstnuser add \d+ \d+ $/, beyond: ['99'], nowhere: '8' },
  { after: /^sippstnuser delete \d+ \d+ $/, beyond: ['99'], nowhere: '2' },
  { after: /^if-sip delete \d+ \d+ $/, beyond: ['99'], nowhere: '2' },
  { after: / mgid $/, beyond: ['99'], nowhere: '2' },
  { after: /(?:tr069-server-config|wan-config|sipagent-profile) .*?profile-id $/, beyond: ['99999'], nowhere: '77' },
  { after: /^service-port $/, beyond: ['131072'], why: NEW },
  { after: /^service-port \d+ vlan $/, beyond: VLAN, nowhere: '777' },
  { after: /^service-port .* gpon $/, beyond: ['0/1/99', '0/99/0', '1/1/0', '0/1'], nowhere: '0/2/11' },
  { after: /^service-port .* ont $/, beyond: ['128'], nowhere: '77' },
  { after: /^service-port .* gemport $/, beyond: ['1024'], nowhere: '777' },
  { after: /^service-port .* user-vlan $/, beyond: VLAN, nowhere: '777' },
  { after: /^service-port .* inner-vlan $/, beyond: TAG, why: CHOICE },
  { after: / traffic-table index $/, beyond: ['1024'], nowhere: '777' },
  { after: /^igmp .* service-port $/, beyond: ['131072'], nowhere: '777' },
  { after: /^undo service-port $/, beyond: ['131072'], nowhere: '777' },
  { after: /^undo igmp .* service-port $/, beyond: ['131072'], nowhere: '777' },
  { after: /^undo traffic table ip index $/, beyond: ['1024'], nowhere: '777' },
  { after: /^dba-profile delete profile-id $/, beyond: ['513'], nowhere: '377' },
  { after: /^(?:undo ont-(?:line|srv)profile gpon|ont tr069-server-profile delete|undo ont wan-profile) profile-id $/, beyond: ['99999'], nowhere: '77' },
  { after: /^multicast-vlan $/, beyond: VLAN, nowhere: '777' },
];

const EVERYWHERE = ['-1', '99999999999', '1.5'];

function meaningOf(before: string, word: string): Meaning {
  const meaning = NUMBERS.find(({ after }) => after.test(before));
  if (!meaning) throw new Error(`what does ${word} mean after: ${before}`);
  return { ...meaning, beyond: [...EVERYWHERE, ...meaning.beyond] };
}
