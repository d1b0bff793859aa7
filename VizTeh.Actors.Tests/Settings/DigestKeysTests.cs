using VizTeh.Actors.Settings;
using static VizTeh.Actors.Tests.Settings.HoconSamples;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>The managers' digest in hocon.conf: what is read of it, and what is refused.</summary>
public sealed class DigestKeysTests
{
    private static readonly string Without = Real.Replace("  digest = off\n", "", StringComparison.Ordinal);

    [Fact]
    public void The_file_as_shipped_says_what_holds_without_the_key()
    {
        Assert.NotEqual(Real, Without);
        Assert.Null(HoconFile.Parse(Real, "hocon.conf").Company.DigestAt);
        Assert.Null(HoconFile.Parse(Without, "hocon.conf").Company.DigestAt);
    }

    [Theory]
    [InlineData("\"9:00\"", 540)]
    [InlineData("\"08:30\"", 510)]
    [InlineData("\"23:59\"", 1439)]
    public void A_time_is_read(string written, int minute) =>
        Assert.Equal(TimeOnly.MinValue.AddMinutes(minute), Parse($"digest = {written}"));

    [Theory]
    [InlineData("digest = on", "digest is \"on\": write a time of the day in quotes, like \"9:00\", or off")]
    [InlineData("digest = \"24:00\"", "digest is \"24:00\": write a time")]
    [InlineData("digest = 9", "digest is \"9\": write a time")]
    [InlineData("digest = [\"9:00\"]", "digest is no text: write a time")]
    public void A_mistake_is_refused_with_its_key(string keys, string mistake)
    {
        var refusal = Assert.Throws<SettingsException>(() => Parse(keys)).Message;

        Assert.StartsWith($"hocon.conf: vizteh.{mistake}", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal);
    }

    private static TimeOnly? Parse(string keys) =>
        HoconFile.Parse($"{Without}\nvizteh {{\n{keys}\n}}\n", "hocon.conf").Company.DigestAt;
}
