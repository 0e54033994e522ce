/** `https://user:word@host/` → `https://user:***@host/`: a password inside a URL is a secret wherever it is shown. */
export function maskUrl(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/[^\s/:@"]*:)[^\s/@"]+@/gi, '$1***@');
}
