import { lineByLine } from '../../kernel/mask-lines.ts';
import type { SourceLine } from '../../plan/row.ts';
import type { Proven } from './proving.ts';

/**
 * What the profiles do not say, by line of the configuration: ONTs that were left out, lines kept on imported ones, lines about nobody.
 * @param shown a line without its secrets
 */
export function notImportedText(shown: (line: string) => string, { leftOut, unmanaged, configuration }: Proven): string {
  const numbered = (lines: readonly SourceLine[]): string[] => {
    let mask = lineByLine(shown);
    return lines.map(({ number, text }, i) => {
      if (lines[i - 1]?.number !== number - 1) mask = lineByLine(shown);
      return `${String(number).padStart(6)}  ${mask(text).trim()}`;
    });
  };
  const sections: string[] = ['# What the import could not express. The number is the line in the configuration as it was read; nothing of this was changed.'];
  for (const { imported: { ont, lines }, why } of leftOut) {
    sections.push([`# ${ont.pon ?? '?'} id ${ont.id ?? '?'}${ont.serial === null ? '' : ` ${ont.serial}`}: left out, ${shown(why)}`, ...numbered(lines)].join('\n'));
  }
  for (const [{ key, imported: { ont, lines } }, texts] of unmanaged) {
    const numbers = new Map(lines.map((line) => [shown(line.text.trim()), line.number]));
    sections.push([`# ${key} at ${ont.pon ?? '?'} id ${ont.id ?? '?'}: imported; kept on the device beside its profile`, ...texts.map((text) => `${String(numbers.get(text) ?? '?').padStart(6)}  ${text}`)].join('\n'));
  }
  if (configuration.orphans.length > 0) sections.push(['# About ONTs that are not there', ...numbered(configuration.orphans)].join('\n'));
  if (configuration.rest.length > 0) sections.push(['# About no ONT, or not understood', ...numbered(configuration.rest)].join('\n'));
  return `${sections.join('\n\n')}\n`;
}
