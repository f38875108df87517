/** `Sun, 22 Nov 2026 17:53:04 +0000`, of an RFC 3339 instant. */
export const longTime = (timestamp: string): string => new Date(timestamp).toUTCString().replace('GMT', '+0000')
