using VizTeh.Actors.Settings;
using static VizTeh.Actors.Tests.Settings.HoconSamples;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>With what a ticket can be closed, in hocon.conf: what is read of it, and what is refused.</summary>
public sealed class OutcomeKeysTests
{
    private const string Shipped = "outcomes = [\"Заказ\", \"Отказ\", \"Спам\", \"Дубль\"]";

    [Fact]
    public void The_file_as_shipped_and_that_of_an_earlier_version_have_the_same_outcomes()
    {
        Assert.Equal(["Заказ", "Отказ", "Спам", "Дубль"], Parse(Shipped));
        Assert.Equal(["Заказ", "Отказ", "Спам", "Дубль"], Parse(""));
    }

    [Theory]
    [InlineData("outcomes = []")]
    [InlineData("outcomes = [\"Продали\"]", "Продали")]
    [InlineData("outcomes = [\" Заказ \", \"Не отвечает 😴\"]", "Заказ", "Не отвечает 😴")]
    [InlineData("outcomes = [\"12345678901234567890123456789😀\"]", "12345678901234567890123456789😀")]
    public void A_firm_has_outcomes_of_its_own_or_none(string written, params string[] outcomes) =>
        Assert.Equal(outcomes, Parse(written));

    [Theory]
    [InlineData("outcomes = Заказ", "outcomes must be a list of texts: [\"Заказ\", \"Отказ\"], or []")]
    [InlineData("outcomes = { a = b }", "outcomes must be a list of texts: ")]
    [InlineData("outcomes = [[\"Заказ\"]]", "outcomes must be a list of texts: ")]
    [InlineData("outcomes = [\"\"]", "outcomes has an entry that is blank")]
    [InlineData(
        "outcomes = [\"1234567890123456789012345678901\"]",
        "outcomes has an entry that is \"1234567890123456789012345678901\", which has 31 characters; 30 are possible")]
    [InlineData("outcomes = [\"Заказ\", \"заказ\"]", "outcomes has \"Заказ\" 2 times; letter case")]
    [InlineData("outcomes = [\"Withdrawn\"]", "outcomes has \"Withdrawn\", which stands for a ticket that its client withdrew")]
    [InlineData("outcomes = [a, b, c, d, e, f, g, h, i, j, k, l, m]", "outcomes has 13 entries; 12 are possible")]
    [InlineData("outcome = []", "outcome is not known: did you mean vizteh.outcomes")]
    public void A_mistake_is_refused_with_its_key(string written, string mistake) => Assert.StartsWith(
        $"hocon.conf: vizteh.{mistake}", Assert.Throws<SettingsException>(() => Parse(written)).Message, StringComparison.Ordinal);

    private static IReadOnlyList<string> Parse(string written)
    {
        Assert.Contains(Shipped, Real, StringComparison.Ordinal);
        return HoconFile.Parse(Real.Replace(Shipped, written, StringComparison.Ordinal), "hocon.conf").Company.Outcomes;
    }
}
