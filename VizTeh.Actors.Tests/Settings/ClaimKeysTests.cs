using VizTeh.Actors.Settings;
using static VizTeh.Actors.Tests.Settings.HoconSamples;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>Whether managers take tickets into work, in hocon.conf: what is read of it, and what is refused.</summary>
public sealed class ClaimKeysTests
{
    [Fact]
    public void The_file_as_shipped_has_claims_and_lets_everybody_take_over() =>
        Assert.Equal(ClaimSettings.Shipped, HoconFile.Parse(Real, "hocon.conf").Company.Claim);

    [Fact]
    public void A_file_of_an_earlier_version_has_the_same()
    {
        var earlier = string.Join('\n', Real.Split('\n').Where(line => line.Trim() is not ("claim = on" or "take-over = all")));

        Assert.Equal(ClaimSettings.Shipped, HoconFile.Parse(earlier, "hocon.conf").Company.Claim);
    }

    [Theory]
    [InlineData("claim = off", false, 0)]
    [InlineData("claim = false", false, 0)]
    [InlineData("take-over = all", true, 0)]
    [InlineData("take-over = nobody", true, null)]
    [InlineData("take-over = 2h", true, 120)]
    [InlineData("take-over = \"90m\"", true, 90)]
    [InlineData("take-over = \" 1 hour \"", true, 60)]
    [InlineData("take-over = 0h", true, 0)]
    public void Claims_are_on_or_off_and_taken_over_by_all_by_nobody_or_after_some_time(string written, bool isOn, int? minutes) =>
        Assert.Equal(new ClaimSettings(isOn, minutes is { } after ? TimeSpan.FromMinutes(after) : null), Parse(written));

    [Theory]
    [InlineData("claim = maybe", "claim is \"maybe\": write on or off")]
    [InlineData("claim = [on]", "claim is no text: write on or off")]
    [InlineData("take-over = some", "take-over is \"some\": write all, nobody, or a time such as 2h or 90m")]
    [InlineData("take-over = -2h", "take-over is \"-2h\": write all, nobody, or a time such as 2h or 90m")]
    [InlineData("take-over = { after = 2h }", "take-over is no text: write all, nobody, or a time such as 2h or 90m")]
    [InlineData("take-over = 721h", "take-over is \"721h\", which is longer than 30 days, 720h")]
    [InlineData("takeover = all", "takeover is not known: did you mean vizteh.take-over")]
    public void A_mistake_is_refused_with_its_key(string written, string mistake) => Assert.StartsWith(
        $"hocon.conf: vizteh.{mistake}", Assert.Throws<SettingsException>(() => Parse(written)).Message, StringComparison.Ordinal);

    private static ClaimSettings Parse(string written) => HoconFile.Parse($"{Real}\nvizteh.{written}\n", "hocon.conf").Company.Claim;
}
