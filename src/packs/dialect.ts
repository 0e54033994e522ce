/** Which dialect of a vendor a box speaks: what it calls itself decides, then the model in the OLT's entry. */
import type { Finding } from '../kernel/finding.ts';
import { asList, asTree, type Tree } from './tree.ts';

export interface Dialects {
  /** @param header what the box called itself, or null; @param model as written in the OLT's entry */
  choose(header: string | null, model: string | undefined): { readonly dialect: string; readonly finding: Finding | null };
}

export function compileDialects(pack: Tree): Dialects {
  const dialects = asList(pack['dialects']).map((raw) => {
    const tree = asTree(raw, 'dialects');
    return { id: String(tree['id']), model: new RegExp(String(tree['model']), 'i'), banner: new RegExp(String(tree['banner']), 'i') };
  });
  const fallback = String(pack['defaultDialect']);
  return {
    choose(header, model) {
      if (header !== null) {
        const known = dialects.find((dialect) => dialect.banner.test(header));
        if (known) return { dialect: known.id, finding: null };
        return {
          dialect: 'unknown',
          finding: { code: 'ONT407', severity: 'error', message: `this box calls itself '${header}', which this pack does not know`, hint: `known: ${dialects.map((dialect) => dialect.id).join(', ')}` },
        };
      }
      return { dialect: dialects.find((dialect) => model !== undefined && dialect.model.test(model.trim()))?.id ?? fallback, finding: null };
    },
  };
}
