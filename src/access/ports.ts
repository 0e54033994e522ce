/** Ports of the ONT, one entity each, whoever uses them. */
import type { PortName } from '../profile/intent.ts';
import type { Flow, Uni } from './model.ts';

/** `native` and `routed` are settled only once every service has been seen. */
type Draft = { -readonly [K in keyof Uni]: Uni[K] };

export class Ports {
  readonly #byLabel = new Map<string, Draft>();

  /** The port's entity, made at its first use. `lan1` is `eth1`. */
  of(port: PortName): Uni {
    return this.#draft(port);
  }

  /** Frames of `flow` are untagged on the port. */
  setNative(port: PortName, flow: Flow): void {
    this.#draft(port).native = flow;
  }

  /** The ONT routes between this port and a WAN. */
  setRouted(port: PortName): Uni {
    const uni = this.#draft(port);
    uni.routed = true;
    return uni;
  }

  /** By kind, then number: the same whatever order the services came in. */
  list(): Uni[] {
    return [...this.#byLabel.values()].sort((a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.number - b.number));
  }

  #draft(port: PortName): Draft {
    const kind = port.kind === 'lan' ? 'eth' : port.kind;
    const number = port.kind === 'veip' ? 0 : port.number;
    const label = kind === 'veip' ? 'veip' : `${kind}${number}`;
    let uni = this.#byLabel.get(label);
    if (!uni) this.#byLabel.set(label, uni = { label, kind, number, routed: false });
    return uni;
  }
}
