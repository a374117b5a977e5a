/** Width and height in pixels, both at least 1. */
export type Box = { width: number; height: number };

/**
 * The largest size of the picture's ratio that fits into the box and does not enlarge the picture. Sides are rounded
 * to whole pixels, at least 1.
 */
export function fitBox(picture: Box, box: Box): Box {
  const scale = Math.min(1, box.width / picture.width, box.height / picture.height);
  return {
    width: scaled(picture.width, scale, box.width),
    height: scaled(picture.height, scale, box.height),
  };
}

function scaled(side: number, scale: number, most: number): number {
  return Math.min(most, Math.max(1, Math.round(side * scale)));
}
