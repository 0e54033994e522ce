/** Words of device configurations that stand before a secret. Vendors differ in them less than in anything else. */

/** The next word is a secret, whatever stands before: `login-password`, `shared_key`, `hmac-sha256` count by their last part. */
const SECRET = /^(?:.*[-_.])?(?:password|passwd|passwords?|pwd|pswd|psw|passphrase|pass-phrase|passcode|secret|key|keystring|key-string|psk|community|cipher|mkey|pin|checkcode|checkcode-auth|password-auth|token|credential|md5|sha\d*|des|3des|des56|aes\d*)$/i;

/** As words of their own only: `single-pass` and `auto-simple` are something else. */
const SECRET_ALONE = /^(?:pass|pw|simple|plain|plaintext|plain-text|encrypted|irreversible-cipher|securityname|security-name|auth-password|priv-password|reg(?:istration|ister)?-?id)$/i;

/** Stands between such a word and the secret, and says how it is kept or what it is for. Small letters only: `SIMPLE` may be a password. */
const BETWEEN = /^(?:read|write|read-only|read-write|ro|rw|type|hidden|hash|hashed|encrypt|encryption|encrypted|unencrypted|cipher|irreversible-cipher|simple|plain|plaintext|plain-text|tkip\w*|ccmp|128|192|256|hex|ascii|name|key|md5|(?:hmac-)?(?:md5|sha\d*)|3?des(?:56)?|aes\d*|(?:pre-)?shared[-_]key|key-string|auth(?:entication)?-key|new_password)$/;

/** A sentence goes on, or something about secrets in general is set: no secret follows. */
const NO_VALUE = /^(?:is|are|was|were|be|been|must|or|and|of|for|to|has|have|not|no|the|a|an|in|on|at|by|with|from|can|cannot|may|will|should|does|error|errors|invalid|incorrect|wrong|failed|expired|required|security|policy|mode|complexity|length|min-length|max-length|aging|expire|renew|strength|enable|disable|authentication|again|change|changed)$/i;

/** The next word is a name, and what follows it may be the password that goes with it. */
const NAME = /^(?:user|username|user-name|local-user|account|login|userid)$/i;

/** Stands where a name would, and is none. */
const NO_NAME = /^(?:add|delete|del|modify|bind|unbind|set|show|display|undo|no|name|group|role|level|profile|interface|vty|console|password|quit)$/i;

/** Lists of methods: `ssh server cipher aes256_ctr aes128_ctr`. */
const METHODS = /^(?:undo\s+|no\s+)?(?:ssh|ssl|tls|sftp|scp|stelnet)\s+(?:server|client|cipher|policy)\b/i;
const METHOD_WORDS = /^(?:cipher|hmac|mac|key-exchange|publickey|md5|sha\d*|des|3des|aes\d*)$/i;

export function isSecretWord(word: string): boolean {
  return SECRET.test(word) || SECRET_ALONE.test(word);
}

export function isBetween(word: string): boolean {
  return BETWEEN.test(word);
}

export function isNoValue(word: string): boolean {
  return NO_VALUE.test(word.replace(/[.,;:!]+$/, ''));
}

export function isNameWord(word: string): boolean {
  return NAME.test(word);
}

export function isNoName(word: string): boolean {
  return NO_NAME.test(word);
}

/** Whether `word` names a method in this line, and no secret. */
export function isMethod(line: string, word: string): boolean {
  return METHODS.test(line.trim()) && METHOD_WORDS.test(word);
}
