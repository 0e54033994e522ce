import type { SourceLine } from '../../plan/row.ts';
import { maskSecrets } from '../../plan/unmanaged.ts';
import type { Proven } from './proving.ts';

/** What the profiles do not say, by line of the configuration: ONTs that were left out, lines kept on imported ones, lines about nobody. */
export function notImportedText({ leftOut, unmanaged, configuration }: Proven): string {
  const sections: string[] = ['# What the import could not express. The number is the line in the configuration as it was read; nothing of this was changed.'];
  for (const { imported: { ont, lines }, why } of leftOut) {
    sections.push([`# ${ont.pon ?? '?'} id ${ont.id ?? '?'}${ont.serial === null ? '' : ` ${ont.serial}`}: left out, ${shown(why)}`, ...lines.map(numbered)].join('\n'));
  }
  for (const [{ key, imported: { ont, lines } }, texts] of unmanaged) {
    const numbers = new Map(lines.map((line) => [maskSecrets(line.text.trim()), line.number]));
    sections.push([`# ${key} at ${ont.pon ?? '?'} id ${ont.id ?? '?'}: imported; kept on the device beside its profile`, ...texts.map((text) => `${String(numbers.get(text) ?? '?').padStart(6)}  ${shown(text)}`)].join('\n'));
  }
  if (configuration.orphans.length > 0) sections.push(['# About ONTs that are not there', ...configuration.orphans.map(numbered)].join('\n'));
  if (configuration.rest.length > 0) sections.push(['# About no ONT, or not understood', ...configuration.rest.map(numbered)].join('\n'));
  return `${sections.join('\n\n')}\n`;
}

function numbered({ number, text }: SourceLine): string {
  return `${String(number).padStart(6)}  ${shown(text)}`;
}

/** Without what may be a secret: the word after a password keyword, and anything that looks like a hash or a cipher text. */
function shown(text: string): string {
  return maskSecrets(text.trim()).replace(/[^\s"]{12,}/g, (word) => ((word.match(/[^A-Za-z0-9_.:/,@-]/g)?.length ?? 0) >= 4 ? '***' : word));
}
