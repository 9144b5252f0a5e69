// Shapes and letters of the map that need no map.

// Letters are drawn on canvases that take the page's direction, and in a page that reads right to left every bracket
// would be turned. To be called before the library loads.
export function prepareCanvas() {
  for (const kind of [self.OffscreenCanvas, HTMLCanvasElement]) {
    if (!kind) continue;
    const whole = kind.prototype.getContext;
    kind.prototype.getContext = function getContext(...wanted) {
      const context = whole.apply(this, wanted);
      if (context && wanted[0] === "2d" && !this.isConnected) context.direction = "ltr";
      return context;
    };
  }
}

// Marks above and below Arabic letters drift off in labels.
export function stripMarks(text) {
  return text.replace(/[\u064b-\u065f\u0670\u06d6-\u06ed\u0640]/g, "");
}

/** A ring of so many kilometres around a point, as true on the ground as a map of this scale needs. */
export function makeRing({ lat, lon, radius_km: radius }) {
  const up = radius / 111.195, along = up / Math.max(0.05, Math.cos((lat * Math.PI) / 180));
  const corners = Array.from({ length: 65 }, (_, at) => {
    const turn = (at / 64) * 2 * Math.PI;
    return [lon + along * Math.cos(turn), lat + up * Math.sin(turn)];
  });
  return { type: "Feature", geometry: { type: "Polygon", coordinates: [corners] }, properties: {} };
}

/** A colour between two, of which the first has this share; both as #rrggbb. */
export function mix(one, other, share) {
  const parts = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const [a, b] = [parts(one), parts(other)];
  return `rgb(${a.map((part, at) => Math.round(part * share + b[at] * (1 - share))).join(",")})`;
}

/** A pattern of slanting lines in one colour, as the map takes pictures. */
export function makeHatch(hex) {
  const size = 16, data = new Uint8ClampedArray(size * size * 4);
  const rgb = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      if ((x + y) % 8 < 2) data.set([...rgb, 150], (y * size + x) * 4);
    }
  }
  return { width: size, height: size, data };
}
