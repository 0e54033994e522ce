/** A cable with a tap: passes octets on and keeps them, per direction. */
import { connect, createServer, type AddressInfo } from 'node:net';

export interface Tap {
  readonly port: number;
  /** Octets so far, of all connections. */
  readonly fromServer: Buffer[];
  readonly fromClient: Buffer[];
  close(): Promise<void>;
}

export async function tap(port: number): Promise<Tap> {
  const [fromServer, fromClient]: [Buffer[], Buffer[]] = [[], []];
  const server = createServer((client) => {
    const far = connect(port, '127.0.0.1');
    client.on('data', (chunk) => { fromClient.push(chunk); far.write(chunk); });
    far.on('data', (chunk) => { fromServer.push(chunk); client.write(chunk); });
    for (const [one, other] of [[client, far], [far, client]] as const) one.on('close', () => other.destroy()).on('error', () => other.destroy());
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    port: (server.address() as AddressInfo).port, fromServer, fromClient,
    close: () => new Promise((resolve) => { server.close(() => resolve()); }),
  };
}

/** IAC verb option, as numbers, without subnegotiations. */
export function negotiations(chunks: readonly Buffer[]): { readonly verb: number; readonly option: number }[] {
  const octets = Buffer.concat(chunks);
  const found: { verb: number; option: number }[] = [];
  for (let i = 0; i < octets.length; i++) {
    if (octets[i] !== 255) continue;
    const verb = octets[++i]!;
    if (verb >= 251 && verb <= 254) found.push({ verb, option: octets[++i]! });
    else if (verb === 250) while (i < octets.length && !(octets[i] === 255 && octets[i + 1] === 240)) i++;
  }
  return found;
}
