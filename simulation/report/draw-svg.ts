import type { TopLevelSpec } from 'vega-lite';

/** A chart as SVG text: whoever opens it needs no script. Both libraries are loaded only when something is drawn. */
export async function drawSvg(spec: TopLevelSpec): Promise<string> {
  const [vega, vegaLite] = await Promise.all([import('vega'), import('vega-lite')]);
  const view = new vega.View(vega.parse(vegaLite.compile(spec).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return svg;
}
