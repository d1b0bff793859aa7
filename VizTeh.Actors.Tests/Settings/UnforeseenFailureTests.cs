using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tests.Settings;

public sealed class UnforeseenFailureTests
{
    [Fact]
    public void The_innermost_reason_is_said_in_one_line()
    {
        var failure = new AggregateException(new InvalidOperationException("outer", new FormatException("the reason,\nin two lines")));

        Assert.Equal(
            "The program cannot run: the reason, in two lines (System.FormatException)", SettingsException.Unforeseen(failure).Message);
    }

    [Fact]
    public void What_names_a_setting_is_said_as_it_is_however_deep_it_is()
    {
        var failure = new InvalidOperationException("outer", new SettingsException("DB_HOST: mend it"));

        Assert.Equal("DB_HOST: mend it", SettingsException.Unforeseen(failure).Message);
    }
}
