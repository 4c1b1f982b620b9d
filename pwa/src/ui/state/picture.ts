/** A picture made small and anonymous: drawn anew, so that nothing of the camera's file but its pixels is kept. */
import { refuse } from '../../core/problem';

/** No side is longer than this: a whiteboard is readable, and a photo has some 400 kB. */
export const LONGEST = 2_048;
const QUALITY = 0.82;
const MIME = 'image/jpeg';

export type Picture = { readonly data: ArrayBuffer; readonly mime: string; readonly sha256: string };

/** Reads a file as a picture, turned upright. Raises `not_a_picture` for anything that the browser cannot draw. */
export async function shrinkPicture(file: Blob): Promise<Picture> {
  const bitmap = await decode(file);
  const drawn = draw(bitmap);
  bitmap.close();
  const blob = await encode(drawn);
  const data = await blob.arrayBuffer();
  return { data, mime: blob.type, sha256: await hash(data) };
}

async function decode(file: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch (error) {
    if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
    throw refuse('not_a_picture', 'The file is no picture that this browser can read.');
  }
}

function draw(bitmap: ImageBitmap): HTMLCanvasElement {
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const pen = canvas.getContext('2d');
  if (pen === null) throw refuse('not_a_picture', 'This browser cannot draw the picture.');
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function encode(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(refuse('not_a_picture', 'The picture is too large.')) : resolve(blob)),
      MIME,
      QUALITY,
    );
  });
}

async function hash(data: ArrayBuffer): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', data));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
