// Package brand reads the files that the settings of branding name. It owns how a file is read and what is reported of one that
// cannot be used; what a logo or an icon may be is decided by web.
package brand

import (
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"

	"latchkey/config"
	"latchkey/web"
	"latchkey/web/authenticators"
)

// Check is a config.Check by the rules of web.
func Check(cfg config.Config) []config.Fault {
	branding, err := Read(cfg.Branding)
	var faults []config.Fault
	for _, fault := range append(joinedFaults(err), branding.Faults()...) {
		faults = append(faults, config.Fault{Path: "branding." + fault.Setting, Wrong: fault.Wrong, Remedy: fault.Remedy})
	}
	return faults
}

// Read reads the logos. Its error joins a *web.Fault for each that cannot be used; the rest of the branding is
// returned anyhow.
func Read(b config.Branding) (web.Branding, error) {
	logo, logoErr := readLogo("logo_file", b.LogoFile)
	logoDark, darkErr := readLogo("logo_dark_file", b.LogoDarkFile)
	branding := web.Branding{
		Logo: logo, LogoDark: logoDark,
		Accent: b.Accent, AccentDark: b.AccentDark,
		Background: b.Background, BackgroundDark: b.BackgroundDark,
		Radius:     b.Radius,
		SupportURL: b.SupportURL, SupportEmail: b.SupportEmail,
	}
	return branding, errors.Join(logoErr, darkErr)
}

func readLogo(setting, name string) (*web.Logo, error) {
	if name == "" {
		return nil, nil
	}
	body, err := readStart(name, web.MaxLogo+1)
	if err != nil {
		return nil, unreadable(setting, name, err)
	}
	logo, err := web.NewLogo(body)
	if fault := (*web.Fault)(nil); errors.As(err, &fault) {
		fault.Setting = setting
	}
	return logo, err
}

func unreadable(setting, name string, reason error) *web.Fault {
	if pathError := (*fs.PathError)(nil); errors.As(reason, &pathError) {
		reason = pathError.Err
	}
	return &web.Fault{Setting: setting, Wrong: "names " + name + ", which cannot be read: " + reason.Error() + ".", Remedy: "Check the path, and let Latchkey's user read the file."}
}

// readStart reads at most limit bytes of a file, whatever kind of file it is.
func readStart(name string, limit int64) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if info, err := file.Stat(); err == nil && info.IsDir() {
		return nil, errors.New("it is a folder")
	}
	return io.ReadAll(io.LimitReader(file, limit))
}

// joinedFaults returns the faults that Read joined.
func joinedFaults(err error) []*web.Fault {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return nil
	}
	var faults []*web.Fault
	for _, each := range joined.Unwrap() {
		if fault := (*web.Fault)(nil); errors.As(each, &fault) {
			faults = append(faults, fault)
		}
	}
	return faults
}

// Icons reads the file of icons, if there is one, and logs which are left out. Its error is a *web.Fault.
func Icons(name string, log *slog.Logger) (*authenticators.Icons, error) {
	if name == "" {
		return nil, nil
	}
	const setting = "authenticator_icons_file"
	raw, err := readStart(name, authenticators.MaxFile+1)
	if err != nil {
		return nil, unreadable(setting, name, err)
	}
	icons, notes, err := authenticators.ReadIcons(raw)
	if err != nil {
		return nil, &web.Fault{
			Setting: setting, Wrong: "names " + name + ", which " + err.Error() + ".",
			Remedy: "Name a JSON object whose keys are AAGUIDs and whose values have icons, as FIDO's Convenience Metadata Service publishes it.",
		}
	}
	for _, note := range notes {
		log.Warn("an icon of an authenticator was left out", "icon", note)
	}
	return icons, nil
}

// CheckIcons is a config.Check of the file of icons.
func CheckIcons(cfg config.Config) []config.Fault {
	fault := (*web.Fault)(nil)
	if _, err := Icons(cfg.Branding.AuthenticatorIconsFile, slog.New(slog.DiscardHandler)); !errors.As(err, &fault) {
		return nil
	}
	return []config.Fault{{Path: "branding." + fault.Setting, Wrong: fault.Wrong, Remedy: fault.Remedy}}
}
