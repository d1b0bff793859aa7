using VizTeh.Actors.Forms;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;
using static VizTeh.Actors.Tests.Settings.HoconSamples;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>Whether clients are offered /mydata and /forget, in hocon.conf.</summary>
public sealed class PrivacyCommandsTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("privacy-commands = on", true)]
    [InlineData("privacy-commands = off", false)]
    public void They_are_offered_unless_they_are_switched_off(string line, bool offered)
    {
        var texts = HoconFile.Parse($"{Real}\nvizteh {{\n{line}\n}}\n", "hocon.conf").Company.Texts;

        Assert.Equal(offered, ClientCommands.Find("mydata", texts) is not null);
        Assert.Equal(offered, ClientCommands.Suggested(texts).Any(command => command.Name == "forget"));
    }

    [Fact]
    public void A_consent_needs_the_command_that_withdraws_it() => Assert.Contains(
        "vizteh.consent promises that /forget withdraws a consent: set vizteh.privacy-commands to on",
        Assert.Throws<SettingsException>(() => HoconFile.Parse(
            $"{Real}\nvizteh {{\nprivacy-commands = off\n}}\n{FirmConsent.Section("1")}\n", "hocon.conf")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_mistake_is_refused_with_its_key() => Assert.Contains(
        "vizteh.privacy-commands is \"maybe\": write on or off",
        Assert.Throws<SettingsException>(
            () => HoconFile.Parse($"{Real}\nvizteh {{\nprivacy-commands = maybe\n}}\n", "hocon.conf")).Message,
        StringComparison.Ordinal);
}
