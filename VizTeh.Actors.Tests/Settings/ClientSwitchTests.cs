using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>Keys phone-marks and source of hocon.conf; both are on as shipped.</summary>
public sealed class ClientSwitchTests
{
    private static readonly string Real = File.ReadAllText(HoconFile.DefaultPath);

    [Theory]
    [InlineData("on", true)]
    [InlineData("off", false)]
    public void What_telegram_says_about_a_number_is_switched(string written, bool isOn) =>
        Assert.Equal(isOn, Parse("phone-marks = on", $"phone-marks = {written}").PhoneMarks);

    [Theory]
    [InlineData("on", true)]
    [InlineData("off", false)]
    public void The_source_of_a_ticket_is_switched(string written, bool isOn) =>
        Assert.Equal(isOn, Parse("source = on", $"source = {written}").Source);

    [Fact]
    public void Both_are_on_where_the_file_says_nothing()
    {
        var company = HoconFile.Parse(
            Real.Replace("  phone-marks = on", "", StringComparison.Ordinal).Replace("  source = on", "", StringComparison.Ordinal),
            "hocon.conf").Company;

        Assert.True(company.PhoneMarks);
        Assert.True(company.Source);
    }

    [Theory]
    [InlineData("phone-marks = on", "phone-marks = maybe", "vizteh.phone-marks")]
    [InlineData("source = on", "source = [on]", "vizteh.source")]
    public void Anything_else_is_refused_with_the_key(string shipped, string written, string key)
    {
        var error = Assert.ThrowsAny<SettingsException>(() => Parse(shipped, written));

        Assert.Contains(key, error.Message, StringComparison.Ordinal);
        Assert.Contains("on or off", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sources_that_would_answer_nothing_are_refused()
    {
        var error = Assert.ThrowsAny<SettingsException>(
            () => Parse("source = on", "source = off\n  sources { expo-2026 { direction = \"Знаки\" } }"));

        Assert.Contains("vizteh.sources answers no question while vizteh.source is off", error.Message, StringComparison.Ordinal);
    }

    private static CompanySettings Parse(string shipped, string written)
    {
        Assert.Contains($"  {shipped}\n", Real, StringComparison.Ordinal);
        return HoconFile.Parse(Real.Replace($"  {shipped}\n", $"  {written}\n", StringComparison.Ordinal), "hocon.conf").Company;
    }
}
