import { describe, expect, it } from 'vitest';
import { brief, intentsOf, lintFiles } from './projects.ts';

const PROFILE = 'version: 1\nname: p\nservices:\n  internet: { vlan: { pon: 100, cvlan: "${cvlan}" }, attach: eth1 }\nolts:\n  lab: { vendor: acme, host: 10.0.0.1 }\n';

function lint(csv: string | Uint8Array): ReturnType<typeof lintFiles> {
  return lintFiles('p.yaml', { 'p.yaml': PROFILE, 'subscribers.csv': csv });
}

describe('rows from CSV', () => {
  it('reads quotes, CRLF, a byte order mark, comments and empty lines', async () => {
    const csv = '\uFEFFkey,pon,serial,cvlan,description\r\n# moved in May\r\nK1,0/1/0,HWTC00000001,2001,"Doe, ""Jane"""\r\n\r\nK2,0/1/0,HWTC00000002,2002,#2\r\n';
    const intents = await intentsOf('p.yaml', { 'p.yaml': PROFILE, 'subscribers.csv': csv });
    expect(intents.map(({ key, description, services }) => [key, description, services[0]!.vlan.cvlan])).toEqual([['K1', 'Doe, "Jane"', 2001], ['K2', '#2', 2002]]);
    expect(intents[1]!.origin('/serial').at).toMatchObject({ file: 'subscribers.csv', line: 5, column: 10, endColumn: 22, path: '/1/serial' });
    expect(intents[0]!.origin('/serial').at).toMatchObject({ line: 3, column: 10 });
  });

  it('takes a row of empty cells for none, and still knows where the others are', async () => {
    const csv = 'key,pon,serial,cvlan\nK1,0/1/0,HWTC00000001,2001\n,,,\n , ,"",\nK2,0/1/0,HWTC00000002,2002\n,,,\n';
    const intents = await intentsOf('p.yaml', { 'p.yaml': PROFILE, 'subscribers.csv': csv });
    expect(intents.map(({ key, origin }) => [key, origin('/serial').at?.line, origin('/serial').at?.column])).toEqual([['K1', 2, 10], ['K2', 5, 10]]);
    expect(brief((await lint(csv.replace('HWTC00000002', 'NOPE'))).all)).toEqual(['ONT202 5:10']);
  });

  it.each([';', '\t'])('takes %j as delimiter when the header does', async (delimiter) => {
    const csv = ['key,pon,serial,cvlan', 'K1,0/1/0,HWTC00000001,2001'].join('\n').replaceAll(',', delimiter);
    expect((await lint(csv)).all).toEqual([]);
  });

  it('points at a cell behind quoted cells with delimiters and line breaks', async () => {
    const { all } = await lint('key,pon,description,serial,cvlan\nK0,0/1/0,x,HWTC00000009,5\nK1,0/1/0,"ä, b",NOPE,2001\n');
    expect(brief(all)).toEqual(['ONT202 3:17']);
  });

  it('refuses a row with too few or too many cells', async () => {
    const { all } = await lint('key,pon,serial,cvlan\nK1,0/1/0,HWTC00000001\nK2,0/1/0,HWTC00000002,5,6\n');
    expect(brief(all)).toEqual(['ONT012 2:1', 'ONT012 3:1']);
  });

  it('refuses a quote that is never closed', async () => {
    const { all } = await lint('key,pon,serial,cvlan\nK1,0/1/0,"HWTC00000001,5\nK2,0/1/0,HWTC00000002,5\n');
    expect(brief(all)).toEqual(['ONT011 2:1']);
  });

  it('suggests the column that was meant', async () => {
    const { all } = await lint('key,pon,serail,cvlan\nK1,0/1/0,HWTC00000001,5\n');
    expect(all.map((found) => [found.code, found.hint])).toContainEqual(['ONT013', 'did you mean serial?']);
    expect(brief(all)[0]).toBe('ONT013 1:9');
  });

  it('only mentions a column that nothing uses', async () => {
    const { all } = await lint('key,pon,serial,cvlan,invoice_address\nK1,0/1/0,HWTC00000001,5,x\n');
    expect(all.map((found) => `${found.code} ${found.severity}`)).toEqual(['ONT018 warning']);
  });

  it('refuses a column that appears twice', async () => {
    expect(brief((await lint('key,pon,serial,cvlan,key\nK1,0/1/0,HWTC00000001,5,K1\n')).all)).toEqual(['ONT015 1:22']);
  });

  it('judges cells by the schema', async () => {
    const { all } = await lint('key,state,pon,id,serial,cvlan\nK1,activ,0/1/0,0x5,HWTC00000001,5\n');
    expect(brief(all)).toEqual(['ONT104 2:4', 'ONT102 2:16']);
  });

  it('lets a column with dots change the profile for one row', async () => {
    const intents = await intentsOf('p.yaml', { 'p.yaml': PROFILE, 'subscribers.csv': 'key,pon,serial,cvlan,services.internet.down\nK1,0/1/0,HWTC00000001,5,\nK2,0/1/0,HWTC00000002,6,300M\n' });
    expect(intents.map(({ services }) => services[0]!.down)).toEqual([undefined, { max: 300_000 }]);
    expect(intents[1]!.origin('/services/internet/down')).toMatchObject({ from: 'row', at: { file: 'subscribers.csv', line: 3 } });
  });

  it('refuses a file without a header', async () => {
    expect(brief((await lint('')).all)).toEqual(['ONT009 1:1']);
  });

  it('refuses bytes that are not UTF-8', async () => {
    expect(brief((await lint(new Uint8Array([0x6b, 0xff, 0x0a]))).all)).toEqual(['ONT002 1:2']);
  });
});
