package transport

import (
	"mime"
	"strconv"
	"strings"
)

// Choose returns the offered media type that the client prefers, or the first one if it has no preference (RFC 9110
// §12.5.1). A client that accepts none of them gets the first one, too.
func Choose(accept []string, offered ...string) string {
	best, bestQuality, bestDetail := offered[0], 0.0, -1
	for _, media := range offered {
		quality, detail := qualityOf(accept, media)
		if quality > bestQuality || quality == bestQuality && quality > 0 && detail > bestDetail {
			best, bestQuality, bestDetail = media, quality, detail
		}
	}
	return best
}

// qualityOf returns the quality of the most specific range that covers a media type; detail 2 names it, 1 its type, 0
// is */*.
func qualityOf(accept []string, media string) (quality float64, detail int) {
	kind, _, _ := strings.Cut(media, "/")
	detail = -1
	for _, part := range strings.Split(strings.Join(accept, ","), ",") {
		found, parameters, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		level := map[string]int{"*/*": 0, kind + "/*": 1, media: 2}
		at, covers := level[found]
		if !covers || at <= detail {
			continue
		}
		quality, detail = 1, at
		if raw, given := parameters["q"]; given {
			if quality, err = strconv.ParseFloat(raw, 64); err != nil || quality < 0 || quality > 1 {
				quality = 0
			}
		}
	}
	return quality, detail
}
