using VizTeh.Actors.Settings;
using static VizTeh.Actors.Tests.Settings.HoconSamples;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>The reminder of an unfinished form in hocon.conf: what is read of it, and what is refused.</summary>
public sealed class ReminderKeysTests
{
    private static readonly string Without = Real
        .Replace("  reminder {\n    after = 3h\n    hours = \"9:00-21:00\"\n  }\n", "", StringComparison.Ordinal)
        .Replace("  form-expiry = 30d\n", "", StringComparison.Ordinal);

    private static readonly DateTimeOffset Midnight = new(2027, 3, 1, 0, 0, 0, TimeSpan.FromHours(3));

    [Fact]
    public void The_file_as_shipped_says_what_holds_without_the_keys()
    {
        var shipped = HoconFile.Parse(Real, "hocon.conf").Company.Reminder;
        var without = HoconFile.Parse(Without, "hocon.conf").Company.Reminder;

        foreach (var reminder in (ReminderSettings[])[shipped, without])
        {
            Assert.Equal((TimeSpan.FromHours(3), TimeSpan.FromDays(30)), (reminder.After, reminder.ExpiresAfter));
            Assert.Equal(Midnight.AddHours(9), reminder.Within(Midnight));
            Assert.Equal(Midnight.AddHours(33), reminder.Within(Midnight.AddHours(21)));
        }
    }

    [Theory]
    [InlineData("reminder.after = 90m", 90, 43_200)]
    [InlineData("reminder { after = \"2 hours\" }", 120, 43_200)]
    [InlineData("form-expiry = 1 day", 180, 1_440)]
    [InlineData("form-expiry = 12h", 180, 720)]
    public void The_times_are_read(string keys, int after, int expiry)
    {
        var reminder = Parse(keys);

        Assert.Equal((TimeSpan.FromMinutes(after), TimeSpan.FromMinutes(expiry)), (reminder.After, reminder.ExpiresAfter));
    }

    [Fact]
    public void Each_can_be_switched_off()
    {
        Assert.Equal((null, TimeSpan.FromDays(30)), (Parse("reminder = off").After, Parse("reminder = off").ExpiresAfter));
        Assert.Equal((TimeSpan.FromHours(3), null), (Parse("form-expiry = off").After, Parse("form-expiry = off").ExpiresAfter));
        Assert.Null(Parse("reminder = off\nform-expiry = off").FirstLook);
    }

    [Fact]
    public void The_hours_are_those_of_every_day_in_the_zone_of_the_firm()
    {
        var reminder = Parse("reminder.hours = \"10:30 – 24:00\"");

        Assert.Equal(Midnight.AddHours(10.5), reminder.Within(Midnight));
        Assert.Equal(Midnight.AddHours(23.9), reminder.Within(Midnight.AddHours(23.9)));
        Assert.Equal(Midnight.AddHours(34.5), reminder.Within(Midnight.AddHours(24)));
    }

    [Theory]
    [InlineData("reminder = on", "reminder must be off or a section: { after = 3h, hours = \"9:00-21:00\" }")]
    [InlineData("reminder = [3h]", "reminder must be off or a section: ")]
    [InlineData("reminder.afer = 3h", "reminder.afer is not known: did you mean after")]
    [InlineData("reminder.after = soon", "reminder.after is \"soon\": write hours or minutes, such as 3h or 90m")]
    [InlineData("reminder.after = 0h", "reminder.after is \"0h\", which is not positive")]
    [InlineData("reminder.after = -3h", "reminder.after is \"-3h\", which is not positive")]
    [InlineData("reminder.after = 169h", "reminder.after is \"169h\", which is longer than a week, 168h")]
    [InlineData("reminder.after = [3h]", "reminder.after is no duration: ")]
    [InlineData("reminder.hours = 9-21", "reminder.hours is \"9-21\": write times of a day in quotes, like \"9:00-21:00\"")]
    [InlineData("reminder.hours = \"9:00-24:01\"", "reminder.hours is \"9:00-24:01\": write times of a day")]
    [InlineData("reminder.hours = \"21:00-9:00\"", "reminder.hours is \"21:00-9:00\", which does not end after its beginning")]
    [InlineData("reminder.hours = [\"9:00-21:00\"]", "reminder.hours is \"\": write times of a day")]
    [InlineData("form-expiry = never", "form-expiry is \"never\": write days or hours, such as 30d or 12h, or off")]
    [InlineData("form-expiry = 366d", "form-expiry is \"366d\", which is longer than a year, 365d")]
    [InlineData("form-expiry = 3h", "form-expiry must be longer than vizteh.reminder.after")]
    public void A_mistake_is_refused_with_its_key(string keys, string mistake)
    {
        var refusal = Assert.Throws<SettingsException>(() => Parse(keys)).Message;

        Assert.StartsWith($"hocon.conf: vizteh.{mistake}", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal);
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var refusal = Assert.Throws<SettingsException>(() => Parse("reminder { after = 0m, hours = 9 }\nform-expiry = 0d"));

        Assert.Equal(3, refusal.Message.Split('\n').Length);
    }

    private static ReminderSettings Parse(string keys) =>
        HoconFile.Parse($"{Without}\nvizteh {{\n{keys}\n}}\n", "hocon.conf").Company.Reminder;
}
