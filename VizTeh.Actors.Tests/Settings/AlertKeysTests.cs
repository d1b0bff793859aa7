using VizTeh.Actors.Settings;
using static VizTeh.Actors.Tests.Settings.HoconSamples;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>The thresholds of the alerts in hocon.conf: what is read of them, and what is refused.</summary>
public sealed class AlertKeysTests
{
    private static readonly string Without = Real.Replace(
        "  alerts {\n    database = 1m\n    outbox = 5m\n    telegram = 5m\n    card = 15m\n    repeat = 1h\n  }\n", "",
        StringComparison.Ordinal);

    [Fact]
    public void The_file_as_shipped_says_what_holds_without_the_keys()
    {
        Assert.NotEqual(Real, Without);
        Assert.Equal(AlertThresholds.Shipped, HoconFile.Parse(Real, "hocon.conf").Company.Alerts);
        Assert.Equal(AlertThresholds.Shipped, HoconFile.Parse(Without, "hocon.conf").Company.Alerts);
    }

    [Fact]
    public void The_times_are_read()
    {
        var alerts = Parse("alerts { database = 10s, outbox = 1 hour, telegram = \"2 minutes\", card = off, repeat = 24h }");

        Assert.Equal(
            new AlertThresholds(
                TimeSpan.FromSeconds(10), TimeSpan.FromHours(1), TimeSpan.FromMinutes(2), Card: null, TimeSpan.FromDays(1)),
            alerts);
    }

    [Theory]
    [InlineData("alerts = on", "alerts must be a section: { database = 1m, ")]
    [InlineData("alerts.databse = 1m", "alerts.databse is not known: did you mean database")]
    [InlineData("alerts.database = 9s", "alerts.database is \"9s\": write a time from 10s to 1h, such as 90s, 5m or 1h")]
    [InlineData("alerts.database = 61m", "alerts.database is \"61m\": write a time from 10s to 1h")]
    [InlineData("alerts.database = off", "alerts.database is \"off\": write a time from 10s to 1h")]
    [InlineData("alerts.outbox = 5", "alerts.outbox is \"5\": write a time from 1m to 24h")]
    [InlineData("alerts.outbox = 59s", "alerts.outbox is \"59s\": write a time from 1m to 24h")]
    [InlineData("alerts.telegram = -5m", "alerts.telegram is \"-5m\": write a time from 1m to 24h")]
    [InlineData("alerts.telegram = [5m]", "alerts.telegram is no time: write a time from 1m to 24h")]
    [InlineData("alerts.card = 25h", "alerts.card is \"25h\": write a time from 1m to 24h, such as 90s, 5m or 1h, or off")]
    [InlineData("alerts.repeat = 9m", "alerts.repeat is \"9m\": write a time from 10m to 24h")]
    public void A_mistake_is_refused_with_its_key(string keys, string mistake)
    {
        var refusal = Assert.Throws<SettingsException>(() => Parse(keys)).Message;

        Assert.StartsWith($"hocon.conf: vizteh.{mistake}", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal);
    }

    [Fact]
    public void All_mistakes_are_told_at_once() => Assert.Equal(
        3, Assert.Throws<SettingsException>(() => Parse("alerts { database = soon, outbox = 0m, rpeat = 1h }")).Message.Split('\n').Length);

    private static AlertThresholds Parse(string keys) =>
        HoconFile.Parse($"{Without}\nvizteh {{\n{keys}\n}}\n", "hocon.conf").Company.Alerts;
}
