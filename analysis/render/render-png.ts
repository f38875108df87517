import { Resvg } from '@resvg/resvg-js'
import { FONT_FAMILY, fontFiles } from './font.ts'

/** Draws an SVG figure as a PNG at `scale` pixels a CSS pixel, with the shipped font only: system fonts would change the bytes. */
export const renderPng = (svg: string, scale = 3): Uint8Array => {
  const picture = new Resvg(svg, {
    background: 'white',
    fitTo: { mode: 'zoom', value: scale },
    font: { loadSystemFonts: false, fontFiles: Object.values(fontFiles()), defaultFontFamily: FONT_FAMILY },
  })
  return picture.render().asPng()
}
