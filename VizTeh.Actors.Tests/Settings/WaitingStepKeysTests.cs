using VizTeh.Actors.Settings;
using static VizTeh.Actors.Tests.Settings.HoconSamples;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>When managers are reminded of clients who wait, in hocon.conf: what is read of it, and what is refused.</summary>
public sealed class WaitingStepKeysTests
{
    private const string Shipped = "waiting-reminders = [\"30m\", \"2h\", \"morning\"]";

    [Fact]
    public void The_file_as_shipped_and_that_of_an_earlier_version_have_the_same_steps()
    {
        Assert.Equal("00:30 02:00 morning", Parse(Shipped));
        Assert.Equal("00:30 02:00 morning", Parse(""));
    }

    [Theory]
    [InlineData("waiting-reminders = []", "")]
    [InlineData("waiting-reminders = [45 min]", "00:45")]
    [InlineData("waiting-reminders = [\" 1 hour \", 90m]", "01:00 01:30")]
    [InlineData("waiting-reminders = [morning, morning]", "morning morning")]
    [InlineData("waiting-reminders = [1m, 168h, morning]", "00:01 7.00:00 morning")]
    public void A_firm_has_steps_of_its_own_or_none(string written, string steps) => Assert.Equal(steps, Parse(written));

    [Theory]
    [InlineData("waiting-reminders = off", "waiting-reminders must be a list of texts: [\"30m\", \"2h\", \"morning\"], or [] for none")]
    [InlineData("waiting-reminders = { a = b }", "waiting-reminders must be a list of texts: ")]
    [InlineData("waiting-reminders = [[30m]]", "waiting-reminders must be a list of texts: ")]
    [InlineData("waiting-reminders = [soon]", "waiting-reminders has \"soon\": write hours or minutes, such as 2h or 30m, or morning")]
    [InlineData("waiting-reminders = [30]", "waiting-reminders has \"30\": write hours or minutes")]
    [InlineData("waiting-reminders = [0m]", "waiting-reminders has \"0m\", which is not positive")]
    [InlineData("waiting-reminders = [169h]", "waiting-reminders has \"169h\", which is longer than a week, 168h")]
    [InlineData("waiting-reminders = [2h, 120m]", "waiting-reminders has \"120m\", which is not longer than the time before it")]
    [InlineData("waiting-reminders = [morning, 2h]", "waiting-reminders has \"2h\" after \"morning\": times come first")]
    [InlineData("waiting-reminders = [1m, 2m, 3m, 4m, 5m, 6m, 7m, 8m, 9m, 10m, 11m]", "waiting-reminders has 11 entries; 10 are possible")]
    [InlineData("waiting-reminder = []", "waiting-reminder is not known: did you mean vizteh.waiting-reminders")]
    public void A_mistake_is_refused_with_its_key(string written, string mistake) => Assert.StartsWith(
        $"hocon.conf: vizteh.{mistake}", Assert.Throws<SettingsException>(() => Parse(written)).Message, StringComparison.Ordinal);

    private static string Parse(string written)
    {
        Assert.Contains(Shipped, Real, StringComparison.Ordinal);
        var steps = HoconFile.Parse(Real.Replace(Shipped, written, StringComparison.Ordinal), "hocon.conf").Company.WaitingSteps;
        return string.Join(' ', steps.Select(step => step.After is { } after
            ? after.ToString(after.Days > 0 ? @"d\.hh\:mm" : @"hh\:mm", System.Globalization.CultureInfo.InvariantCulture)
            : "morning"));
    }
}
