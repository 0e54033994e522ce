import type { Command } from 'commander';
import { EXIT } from '../../kernel/exit.ts';
import { ACTIONS } from '../../omci/actions.ts';
import { toHex } from '../../omci/bytes/hex.ts';
import { decode } from '../../omci/decode.ts';
import { encodeAny } from '../../omci/encode.ts';
import type { EncodeOptions } from '../../omci/encode.ts';
import { OmciError } from '../../omci/errors.ts';
import type { Message } from '../../omci/message.ts';
import { relaxed } from '../../omci/tolerances.ts';
import type { Act, CommonOptions } from '../act.ts';
import { oneLine } from '../one-line.ts';
import { printDocument, say } from '../print.ts';
import { messageOfFlags } from './message-flags.ts';
import type { MessageFlags } from './message-flags.ts';
import { messagesOfJson } from './message-json.ts';
import { keyFlag, keyOption, several, usage } from './options.ts';
import type { KeyFlag } from './options.ts';

interface Options extends CommonOptions, MessageFlags, KeyFlag { readonly mic?: string; }

export function define(command: Command, act: Act): void {
  keyFlag(command.description('Encode a message from options, or messages from JSON as omci decode prints them. Prints one frame per line.')
    .argument('[file]', 'JSON: an object, a list, a document of omci decode --json, or lines; - for standard input')
    .option('--action <name>', `what the message does: ${ACTIONS.map((a) => a.name).join(', ')}`)
    .option('--class <class>', 'managed entity: number, key or name')
    .option('--instance <id>', 'instance of it (default: 0)')
    .option('--tid <id>', 'transaction id (default: 1; 0 for notifications)')
    .option('--response', 'a response instead of a command')
    .option('--extended', 'extended message set')
    .option('--attr <name=value>', 'an attribute, may repeat: a number, octets, text:ABCD, a dotted address; a name alone asks for it', several)
    .option('--field <name=value>', 'another field of the message, may repeat: result=0, commandSequenceNumber=5', several)
    .option('--mic <kind>', 'integrity check: none, crc32, cmac (default: what the JSON says, else crc32)'))
    .option('--json', 'one JSON document')
    .addHelpText('after', `
Examples:
  $ ont-prov omci encode --action set --class 262 --instance 0x8001 --attr allocId=1024
  $ ont-prov omci encode --action get --class onuG --attr vendorId --attr serialNumber --mic cmac
  $ ont-prov omci decode capture.pcap --json | ont-prov omci encode -`);

  act<Options>(command, { frames: [] }, async (context, [file]) => {
    const { options } = context;
    const settings: EncodeOptions = { ...micOption(options.mic), ...keyOption(options) };
    const messages = file === undefined ? [messageOfFlags(options)] : await messagesOfJson(context.io, file as string);
    const frames = messages.map((message) => encodeOne(message, file === undefined && options.mic === undefined ? { ...settings, mic: 'crc32' } : settings));
    const exitCode = frames.some((f) => f.error !== null) ? EXIT.findings : EXIT.ok;
    if (options.json === true) return printDocument(context, { ...{ formatVersion: 1, frames }, findings: [], error: null, exitCode });
    for (const { hex, error } of frames) {
      if (hex !== null) await context.io.stdout.write(`${hex}\n`);
      else await say(context, `ont-prov: ${error!.code}: ${oneLine(error!.message)}\n`);
    }
    return exitCode;
  });
}

function micOption(mic: string | undefined): Pick<EncodeOptions, 'mic'> {
  if (mic === undefined) return {};
  if (mic === 'none' || mic === 'crc32' || mic === 'cmac') return { mic };
  throw usage(`--mic takes none, crc32 or cmac, not ${mic}`);
}

interface Encoded { readonly hex: string | null; readonly error: { readonly code: string; readonly message: string; readonly groups: readonly (readonly string[])[] | null } | null; }

function encodeOne(message: object, options: EncodeOptions): Encoded {
  try {
    const frame = encodeAny(message, options);
    const stray = strayField(message, decode(frame, { allow: relaxed }));
    if (stray !== undefined) return { hex: null, error: { code: 'bad-field', message: `a ${stray.action} ${stray.ak ? 'response' : 'message'} has no field ${stray.name}`, groups: null } };
    return { hex: toHex(frame), error: null };
  } catch (error) {
    if (!(error instanceof OmciError)) throw error;
    return { hex: null, error: { code: error.code, message: error.message, groups: error.groups ?? null } };
  }
}

/** A field that is not in the frame: misspelt, or of another action. Encoding looks only at those it knows. */
function strayField(message: object, decoded: Message): { readonly name: string; readonly action: string; readonly ak: boolean } | undefined {
  const name = Object.keys(message).find((key) => !(key in decoded) && key !== 'deviations');
  return name === undefined ? undefined : { name, action: decoded.action, ak: decoded.ak };
}
