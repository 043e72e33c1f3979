import type { Theme } from 'vitepress'
import DefaultTheme from 'vitepress/theme'
import { englishWhereNoSpanish } from './english-where-no-spanish.ts'
import './site.css'

const theme: Theme = { extends: DefaultTheme, enhanceApp: englishWhereNoSpanish }

export default theme
