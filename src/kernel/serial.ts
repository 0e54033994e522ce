/** GPON serial numbers: 8 octets, the first four a vendor id in ASCII (ITU-T G.984.3, G.987.3). One value whatever the spelling. */

/**
 * Reads a serial in vendor form (4 letters or digits + 8 hex, a dash or blank between allowed) or as 16 hex digits.
 * @returns 16 upper-case hex digits, or null when `text` is neither form.
 */
export function parseSerial(text: string): string | null {
  const compact = text.trim();
  if (/^[0-9a-fA-F]{16}$/.test(compact)) return compact.toUpperCase();
  const vendor = /^([A-Za-z0-9]{4})[- ]?([0-9a-fA-F]{8})$/.exec(compact);
  if (!vendor) return null;
  const letters = vendor[1]!.toUpperCase();
  let hex = '';
  for (let i = 0; i < 4; i++) hex += letters.charCodeAt(i).toString(16).padStart(2, '0');
  return (hex + vendor[2]!).toUpperCase();
}

/** `48575443A1B2C3D4` → `HWTC-A1B2C3D4`; the hex itself when the vendor octets are not printable letters or digits. */
export function vendorForm(hex16: string): string {
  let letters = '';
  for (let i = 0; i < 8; i += 2) letters += String.fromCharCode(parseInt(hex16.slice(i, i + 2), 16));
  return /^[A-Z0-9]{4}$/.test(letters) ? `${letters}-${hex16.slice(8)}` : hex16;
}
