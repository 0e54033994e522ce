import type { VendorDocument, VendorJson } from '../app/api.ts';
import type { Paint } from './paint.ts';

export function renderVendors(vendors: readonly VendorJson[], paint: Paint): string {
  const longest = Math.max(0, ...vendors.map((v) => v.id.length));
  return vendors.map((v) => `${paint.strong(v.id.padEnd(longest))}  ${v.title}${v.aliases.length > 0 ? paint.faint(`  also: ${v.aliases.join(', ')}`) : ''}\n`).join('');
}

/** Lines grouped by resource, each with its evidence and source; what rests on inference stands out. */
export function renderVendor(vendor: NonNullable<VendorDocument['vendor']>, paint: Paint): string {
  const lines = [`${paint.strong(vendor.id)}  ${vendor.title}${vendor.aliases.length > 0 ? paint.faint(`  also: ${vendor.aliases.join(', ')}`) : ''}`];
  lines.push(vendor.simulator ? `simulator: ont-prov sim olt --vendor ${vendor.id}` : 'no simulator');
  lines.push('', paint.strong('reads'), ...vendor.reads.map((read) => `  ${paint.mark(read)}`));
  let resource = '';
  for (const line of vendor.lines) {
    if (line.resource !== resource) lines.push('', paint.strong(line.resource));
    resource = line.resource;
    const sure = line.evidence === 'inferred' ? paint.warn('inferred') : line.evidence;
    lines.push(`  ${paint.mark(line.line)}`, `      ${paint.faint(sure)}${line.source === '' ? '' : paint.faint(` · ${line.source}`)}`);
  }
  return lines.map((line) => `${line}\n`).join('');
}
