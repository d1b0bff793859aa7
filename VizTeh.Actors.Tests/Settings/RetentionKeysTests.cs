using VizTeh.Actors.Settings;
using static VizTeh.Actors.Tests.Settings.HoconSamples;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>The terms of retention in hocon.conf: what is read of them, and what is refused.</summary>
public sealed class RetentionKeysTests
{
    private static readonly string Without = Real.Replace(
        "  retention {\n    closed-tickets = off\n    given-up = off\n    done-rows = 30d\n    readings = 3y\n    at = \"03:30\"\n  }\n",
        "", StringComparison.Ordinal);

    [Fact]
    public void The_file_as_shipped_says_what_holds_without_the_keys_and_keeps_personal_data()
    {
        Assert.NotEqual(Real, Without);
        Assert.Equal(RetentionSettings.Shipped, HoconFile.Parse(Real, "hocon.conf").Company.Retention);
        Assert.Equal(RetentionSettings.Shipped, HoconFile.Parse(Without, "hocon.conf").Company.Retention);
        Assert.Null(RetentionSettings.Shipped.ClosedTickets);
    }

    [Fact]
    public void The_terms_are_read() => Assert.Equal(
        new RetentionSettings(
            TimeSpan.FromDays(3 * 365), TimeSpan.FromDays(90), TimeSpan.FromDays(60), Readings: null, new TimeOnly(23, 5)),
        Parse("retention { closed-tickets = 3y, given-up = \"90 days\", done-rows = 60d, readings = off, at = \"23:05\" }"));

    [Theory]
    [InlineData("retention = off", "retention must be a section: { closed-tickets = 3y, ")]
    [InlineData("retention.closed-ticket = 3y", "retention.closed-ticket is not known: did you mean closed-tickets")]
    [InlineData(
        "retention.closed-tickets = 29d",
        "retention.closed-tickets is \"29d\": write days or years from 30d to 30y, such as 365d or 3y, or off")]
    [InlineData("retention.closed-tickets = 31y", "retention.closed-tickets is \"31y\": write days or years")]
    [InlineData("retention.closed-tickets = 99999y", "retention.closed-tickets is \"99999y\": write days or years")]
    [InlineData("retention.closed-tickets = 3", "retention.closed-tickets is \"3\": write days or years")]
    [InlineData("retention.closed-tickets = 3m", "retention.closed-tickets is \"3m\": write days or years")]
    [InlineData("retention.closed-tickets = -3y", "retention.closed-tickets is \"-3y\": write days or years")]
    [InlineData("retention.closed-tickets = [3y]", "retention.closed-tickets is no term: write days or years")]
    [InlineData("retention.given-up = 6d", "retention.given-up is \"6d\": write days or years from 7d to 30y")]
    [InlineData("retention.done-rows = off", "retention.done-rows is \"off\": write days or years from 30d to 30y, such as 365d or 3y")]
    [InlineData("retention.readings = 1d", "retention.readings is \"1d\": write days or years from 30d to 30y")]
    [InlineData("retention.at = \"24:00\"", "retention.at is \"24:00\": write a time of the day in quotes, like \"03:30\"")]
    [InlineData("retention.at = 3", "retention.at is \"3\": write a time of the day")]
    public void A_mistake_is_refused_with_its_key(string keys, string mistake)
    {
        var refusal = Assert.Throws<SettingsException>(() => Parse(keys)).Message;

        Assert.StartsWith($"hocon.conf: vizteh.{mistake}", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal);
    }

    [Fact]
    public void All_mistakes_are_told_at_once() => Assert.Equal(
        3,
        Assert.Throws<SettingsException>(() => Parse("retention { closed-tickets = soon, at = night, radings = 1y }"))
            .Message.Split('\n').Length);

    private static RetentionSettings Parse(string keys) =>
        HoconFile.Parse($"{Without}\nvizteh {{\n{keys}\n}}\n", "hocon.conf").Company.Retention;
}
