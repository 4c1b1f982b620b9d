/** Files as the office takes them. */
import type { StaffImport } from '../../state/people';

const PIECE = 0x8000;

export async function packFiles(files: readonly File[]): Promise<StaffImport['files']> {
  return Promise.all(files.map(async (file) => ({ name: file.name.slice(0, 200), base64: await toBase64(file) })));
}

/** Piece by piece: a call takes only so many arguments. */
async function toBase64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += PIECE) pieces.push(String.fromCharCode(...bytes.subarray(at, at + PIECE)));
  return btoa(pieces.join(''));
}
