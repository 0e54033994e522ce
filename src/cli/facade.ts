/** What the commands call. Each function is loaded with what it needs when it is first called: `lint` never loads a terminal session. */
import type {
  ApplyDocument, ApplyOptions, DryRunEnd, DryRunOptions, ExplainDocument, ExplainOptions, LintDocument, LintOptions, OperateOptions, PlanCommandOptions, PlanDocument,
  RemoveOptions, RunningSimulator, SimOltOptions, TargetSink, Tell, TrustDocument, TrustOptions, VendorDocument, VendorsDocument, WorldOptions,
} from '../app/api.ts';
import type { VendorCheckDocument, VendorCheckOptions } from '../app/vendors-check.ts';
import type { VendorNewDocument, VendorNewOptions } from '../app/vendors-new.ts';
import type { InitDocument, InitOptions } from '../app/init.ts';
import type { ProbeDocument, ProbeOptions } from '../app/probe.ts';
import type { RecordDocument, RecordOptions } from '../app/record.ts';
import type { AdoptOptions } from '../app/adopt.ts';
import type { AdoptDocument } from '../app/adopted/documents.ts';
import type { DiscoverDocument, DiscoverOptions } from '../app/discover.ts';
import type { DriftDocument, DriftOptions } from '../app/drift.ts';
import type { FindDocument, FindOptions } from '../app/find.ts';
import type { ImportDocument, ImportOptions } from '../app/import.ts';
import type { StatusDocument, StatusOptions } from '../app/status.ts';
import type { VerifyDocument, VerifyOptions } from '../app/verify.ts';
import type { RunDocument, RunsDocument } from '../app/runs/documents.ts';
import type { RunsOptions } from '../app/runs/list.ts';
import type { ResumeOptions } from '../app/runs/resume.ts';
import type { RollbackOptions } from '../app/runs/rollback.ts';
import type { World } from '../app/world.ts';

export interface Facade {
  openWorld(options: WorldOptions): Promise<World>;
  init(world: World, options: InitOptions): Promise<InitDocument>;
  lint(world: World, options: LintOptions): Promise<LintDocument>;
  dryRun(world: World, options: DryRunOptions, sink: TargetSink): Promise<DryRunEnd>;
  plan<R>(world: World, options: PlanCommandOptions, tell: Tell<PlanDocument, R>): Promise<R>;
  apply<R>(world: World, options: ApplyOptions, tell: Tell<ApplyDocument, R>): Promise<R>;
  remove<R>(world: World, options: RemoveOptions, tell: Tell<ApplyDocument, R>): Promise<R>;
  operate<R>(world: World, options: OperateOptions, tell: Tell<ApplyDocument, R>): Promise<R>;
  listRuns(world: World, options: RunsOptions): Promise<RunsDocument>;
  showRun(world: World, run: string): Promise<RunDocument>;
  rollbackRun<R>(world: World, options: RollbackOptions, tell: Tell<ApplyDocument, R>): Promise<R>;
  resumeRun<R>(world: World, options: ResumeOptions, tell: Tell<ApplyDocument, R>): Promise<R>;
  explain(world: World, options: ExplainOptions): Promise<ExplainDocument>;
  listVendors(world: World): Promise<VendorsDocument>;
  showVendor(world: World, name: string): Promise<VendorDocument>;
  checkVendor(world: World, options: VendorCheckOptions): Promise<VendorCheckDocument>;
  newVendor(world: World, options: VendorNewOptions): Promise<VendorNewDocument>;
  probe(world: World, options: ProbeOptions): Promise<ProbeDocument>;
  record(world: World, options: RecordOptions): Promise<RecordDocument>;
  drift(world: World, options: DriftOptions): Promise<DriftDocument>;
  verify(world: World, options: VerifyOptions): Promise<VerifyDocument>;
  status(world: World, options: StatusOptions): Promise<StatusDocument>;
  discover(world: World, options: DiscoverOptions): Promise<DiscoverDocument>;
  find(world: World, options: FindOptions): Promise<FindDocument>;
  importOlt(world: World, options: ImportOptions): Promise<ImportDocument>;
  adopt(world: World, options: AdoptOptions): Promise<AdoptDocument>;
  trust(world: World, options: TrustOptions): Promise<TrustDocument>;
  simOlt(world: World, options: SimOltOptions): Promise<RunningSimulator>;
}

export const product: Facade = {
  openWorld: async (options) => (await import('../app/world.ts')).openWorld(options),
  init: async (world, options) => (await import('../app/init.ts')).init(world, options),
  lint: async (world, options) => (await import('../app/lint.ts')).lint(world, options),
  dryRun: async (world, options, sink) => (await import('../app/dry-run.ts')).dryRun(world, options, sink),
  plan: async (world, options, tell) => (await import('../app/plan.ts')).plan(world, options, tell),
  apply: async (world, options, tell) => (await import('../app/apply.ts')).apply(world, options, tell),
  remove: async (world, options, tell) => (await import('../app/remove.ts')).remove(world, options, tell),
  operate: async (world, options, tell) => (await import('../app/operate.ts')).operate(world, options, tell),
  listRuns: async (world, options) => (await import('../app/runs/list.ts')).listRuns(world, options),
  showRun: async (world, run) => (await import('../app/runs/show.ts')).showRun(world, run),
  rollbackRun: async (world, options, tell) => (await import('../app/runs/rollback.ts')).rollbackRun(world, options, tell),
  resumeRun: async (world, options, tell) => (await import('../app/runs/resume.ts')).resumeRun(world, options, tell),
  explain: async (world, options) => (await import('../app/explain.ts')).explain(world, options),
  listVendors: async (world) => (await import('../app/vendors.ts')).listVendors(world),
  showVendor: async (world, name) => (await import('../app/vendors.ts')).showVendor(world, name),
  checkVendor: async (world, options) => (await import('../app/vendors-check.ts')).checkVendor(world, options),
  newVendor: async (world, options) => (await import('../app/vendors-new.ts')).newVendor(world, options),
  probe: async (world, options) => (await import('../app/probe.ts')).probe(world, options),
  record: async (world, options) => (await import('../app/record.ts')).record(world, options),
  drift: async (world, options) => (await import('../app/drift.ts')).drift(world, options),
  verify: async (world, options) => (await import('../app/verify.ts')).verify(world, options),
  status: async (world, options) => (await import('../app/status.ts')).status(world, options),
  discover: async (world, options) => (await import('../app/discover.ts')).discover(world, options),
  find: async (world, options) => (await import('../app/find.ts')).find(world, options),
  importOlt: async (world, options) => (await import('../app/import.ts')).importOlt(world, options),
  adopt: async (world, options) => (await import('../app/adopt.ts')).adopt(world, options),
  trust: async (world, options) => (await import('../app/trust.ts')).trust(world, options),
  simOlt: async (world, options) => (await import('../app/sim-olt.ts')).simOlt(world, options),
};
