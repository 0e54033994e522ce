/** What the rest of the product uses of the profile circle. */
export { checkAll, checkUnused } from './check.ts';
export { explain } from './explain.ts';
export type { Explained } from './explain.ts';
export { loadProject } from './load.ts';
export type { Loaded, LoadOptions } from './load.ts';
export { rowCount } from './project.ts';
export type { Project } from './project.ts';
export { resolve } from './resolve/resolve.ts';
export type { Resolved, ResolveOptions } from './resolve/resolve.ts';
export { rateText } from './resolve/units.ts';
export { RULES } from './rules/rules.ts';
export { schemaText } from './schema/schema.ts';
export { didYouMean, meantHint } from './suggest.ts';
