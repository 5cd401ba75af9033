/** Two FNV-1a hashes of 32 bits over the JSON of a value, as 16 hexadecimal digits: tells versions apart, keeps nobody from forging one. */
export function fingerprint(value: unknown): string {
  const text = JSON.stringify(value);
  let [one, other] = [0x811c9dc5, 0x9747b28c];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    one = Math.imul(one ^ unit, 0x01000193);
    other = Math.imul(other ^ (unit + at), 0x01000193);
  }
  return hexadecimal(one) + hexadecimal(other);
}

function hexadecimal(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
