import type { Mode } from './command.ts';

/** What stands after the host name. */
export function promptTail(mode: Mode): string {
  switch (mode.kind) {
    case 'user': return '>';
    case 'privileged': return '#';
    case 'config': return '(config)#';
    case 'diagnose': return '(diagnose)%%';
    case 'btv': return '(config-btv)#';
    case 'gpon': case 'epon': return `(config-if-${mode.kind}-${mode.slot})#`;
    case 'uplink': return `(config-if-${mode.board}-${mode.slot})#`;
    case 'mvlan': return `(config-mvlan${mode.vlan})#`;
    case 'line-profile': return `(config-gpon-lineprofile-${mode.id})#`;
    case 'service-profile': return `(config-gpon-srvprofile-${mode.id})#`;
    case 'wan-profile': return `(config-wan-profile-${mode.id})#`;
    case 'sip-agent': return `(config-sipagent-profile-${mode.id})#`;
  }
}

/** One level up; null from the first levels, which `quit` leaves for good. */
export function leaveMode(mode: Mode): Mode | null {
  switch (mode.kind) {
    case 'user': case 'privileged': return null;
    case 'config': case 'diagnose': return { kind: 'privileged' };
    default: return { kind: 'config' };
  }
}
