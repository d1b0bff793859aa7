using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>Key additions of hocon.conf.</summary>
public sealed class AdditionsKeyTests
{
    private static readonly string Real = File.ReadAllText(HoconFile.DefaultPath);

    [Theory]
    [InlineData("on", true)]
    [InlineData("yes", true)]
    [InlineData("off", false)]
    [InlineData("no", false)]
    public void Additions_are_switched(string written, bool isOn) => Assert.Equal(isOn, Parse($"additions = {written}").Additions);

    [Fact]
    public void They_are_on_where_the_file_says_nothing() => Assert.True(Parse("").Additions);

    [Theory]
    [InlineData("maybe")]
    [InlineData("[on]")]
    public void Anything_else_is_refused_with_what_is_possible(string written)
    {
        var error = Assert.ThrowsAny<SettingsException>(() => Parse($"additions = {written}"));

        Assert.Contains("vizteh.additions", error.Message, StringComparison.Ordinal);
    }

    private static CompanySettings Parse(string written) =>
        HoconFile.Parse(Real.Replace("additions = on", written, StringComparison.Ordinal), "hocon.conf").Company;
}
