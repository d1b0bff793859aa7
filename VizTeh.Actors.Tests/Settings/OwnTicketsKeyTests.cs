using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>Key own-tickets of hocon.conf.</summary>
public sealed class OwnTicketsKeyTests
{
    private static readonly string Real = File.ReadAllText(HoconFile.DefaultPath);

    [Theory]
    [InlineData("on", true)]
    [InlineData("true", true)]
    [InlineData("yes", true)]
    [InlineData("\"on\"", true)]
    [InlineData("off", false)]
    [InlineData("false", false)]
    [InlineData("no", false)]
    public void Own_tickets_are_switched(string written, bool isOn) => Assert.Equal(isOn, Parse(written).Texts.HasOwnTickets);

    [Fact]
    public void They_are_on_where_the_file_says_nothing() => Assert.True(
        HoconFile.Parse(Real.Replace("own-tickets = on", "", StringComparison.Ordinal), "hocon.conf").Company.Texts.HasOwnTickets);

    [Theory]
    [InlineData("maybe")]
    [InlineData("\"\"")]
    [InlineData("[on]")]
    [InlineData("{ on = on }")]
    public void Anything_else_is_refused_with_what_is_possible(string written)
    {
        var error = Assert.ThrowsAny<SettingsException>(() => Parse(written));

        Assert.Contains("vizteh.own-tickets", error.Message, StringComparison.Ordinal);
    }

    private static CompanySettings Parse(string written) =>
        HoconFile.Parse(Real.Replace("own-tickets = on", $"own-tickets = {written}", StringComparison.Ordinal), "hocon.conf").Company;
}
