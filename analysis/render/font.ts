import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { create } from 'fontkit'
import type { Font } from 'fontkit'

/** The family that figures are set in. It ships with the program, so that a figure looks the same on every machine. */
export const FONT_FAMILY = 'Inter'

/** Paths of the shipped fonts, by weight. */
export const fontFiles = (): Readonly<Record<FontWeight, string>> => {
  const require = createRequire(import.meta.url)
  return {
    400: require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
    600: require.resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf'),
  }
}

export type FontWeight = 400 | 600

/** Advance width in px of a line of text, kerning included. Vega's weights are numbers, or the words of CSS. */
export type MeasureText = (text: string, sizePx: number, weight: number | string | undefined) => number

/**
 * Opens the shipped fonts and measures with them.
 * @throws {Error} when the font package is not installed
 */
export const openTextMeasure = (): MeasureText => {
  const files = fontFiles()
  const fonts: Readonly<Record<FontWeight, Font>> = { 400: openFont(files[400]), 600: openFont(files[600]) }
  return (text, sizePx, weight) => {
    const font = fonts[isHeavy(weight) ? 600 : 400]
    return (font.layout(text).advanceWidth / font.unitsPerEm) * sizePx
  }
}

const isHeavy = (weight: number | string | undefined): boolean => weight === 'bold' || Number(weight) >= 600

const openFont = (path: string): Font => {
  const font = create(readFileSync(path))
  if (!('layout' in font)) throw new TypeError(`expected a single font in ${path}, found a collection`)
  return font
}
