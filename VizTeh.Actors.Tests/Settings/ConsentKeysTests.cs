using VizTeh.Actors.Questions;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;
using static VizTeh.Actors.Tests.Settings.HoconSamples;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>The consent in hocon.conf: the text that is made of the section, and what is refused.</summary>
public sealed class ConsentKeysTests
{
    private static readonly string Whole = FirmConsent.Section("2027-01");

    [Fact]
    public void The_file_as_shipped_asks_for_no_consent() => Assert.Null(HoconFile.Parse(Real, "hocon.conf").Company.Consent);

    [Fact]
    public void The_example_in_the_file_as_shipped_can_be_taken_as_it_is()
    {
        var example = Real.Split('\n').SkipWhile(line => line != "  # consent {")
            .TakeWhile(line => line.StartsWith("  #", StringComparison.Ordinal)).Select(line => line["  #".Length..]);

        var terms = Assert.IsType<ConsentTerms>(Parse($"vizteh {{\n{string.Join('\n', example)}\n}}").Consent);

        Assert.Equal("2027-01", terms.Version);
        Assert.Contains("Оператор: ООО «Визуальные технологии», ИНН 7700000000", terms.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_names_all_that_the_section_and_the_form_say_and_how_to_withdraw()
    {
        var terms = Assert.IsType<ConsentTerms>(Parse(Whole).Consent);

        Assert.All(
            (string[])[
                "ООО «Ромашка», ИНН 7700000000", "ответ на заявку", "Имя, Организация, Город, Направление, Описание, Телефон",
                "сбор, хранение, удаление", "до отзыва согласия", "https://example.org/privacy", "/forget", FirmConsent.Agree],
            words => Assert.Contains(words, terms.Text, StringComparison.Ordinal));
        Assert.DoesNotContain('<', terms.Text);
        Assert.Equal(Consent.HashOf(terms.Text), terms.TextHash);
        Assert.Equal(64, terms.TextHash.Length);
    }

    [Fact]
    public void A_consent_holds_for_its_version_and_its_text_only()
    {
        var terms = Assert.IsType<ConsentTerms>(Parse(Whole).Consent);
        var given = new Consent(terms.Version, terms.TextHash, default, 1);

        Assert.True(terms.AreMetBy(given));
        Assert.False(terms.AreMetBy(null));
        Assert.False(Parse(FirmConsent.Section("2027-02")).Consent!.AreMetBy(given));
        Assert.False(Parse(Whole.Replace("ответ на заявку", "реклама", StringComparison.Ordinal)).Consent!.AreMetBy(given));
        Assert.False(
            HoconFile.Parse(
                $"{Real.Replace("label = \"Город\"", "label = \"Адрес\"", StringComparison.Ordinal)}\n{Whole}", "hocon.conf")
                .Company.Consent!.AreMetBy(given));
    }

    [Fact]
    public void Values_are_plain_text()
    {
        var terms = Parse(Whole.Replace("ответ на заявку", "<b>1 & 2", StringComparison.Ordinal)).Consent!;

        Assert.Contains("Цель: <b>1 & 2", terms.Text, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;1 &amp; 2", terms.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_firm_may_word_the_text_anew() => Assert.Equal(
        "О ООО «Ромашка», ИНН 7700000000, ответ на заявку: Имя, Организация, Город, Направление, Описание, Телефон; "
        + "сбор, хранение, удаление; до отзыва согласия; https://example.org/privacy; /forget; 2027-01",
        Parse(
            $$"""
            {{Whole}}
            vizteh.texts.consent.text = "О {operator}, {purpose}: {data}; {actions}; {term}; {link}; /forget; {version}"
            """).Consent?.Text);

    [Theory]
    [InlineData("operator", "operator is missing: write the firm's name, INN and address")]
    [InlineData("purpose", "purpose is missing: write why the data are needed")]
    [InlineData("actions", "actions is missing: write what is done with the data")]
    [InlineData("term", "term is missing: write until when")]
    [InlineData("link", "link is missing: write the address of the firm's policy")]
    [InlineData("version", "version is missing: write a name of this text")]
    public void A_missing_line_is_named(string name, string mistake) => Assert.Contains(
        $"vizteh.consent.{mistake}",
        Refusal($"{Real}\n{string.Join('\n', Whole.Split('\n').Where(line => !line.Contains(name + " =", StringComparison.Ordinal)))}"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("link = \"https://example.org/privacy\"", "link = \"example.org\"", "link is \"example.org\", which is no address")]
    [InlineData("link = \"https://example.org/privacy\"", "link = \"ftp://example.org\"", "link is \"ftp://example.org\", which is no")]
    [InlineData("version = \"2027-01\"", "version = \"123456789012345678901234567890123\"", "version is \"1234567890123456789012345678901")]
    [InlineData("version = \"2027-01\"", "version = \"a\\nb\"", "which is not on one line")]
    [InlineData("version = \"2027-01\"", "version = \"  \"", "version is blank: write a name of this text")]
    [InlineData("version = \"2027-01\"", "version = [1]", "version must be a text in quotes")]
    [InlineData("version = \"2027-01\"", "version = \"1\"\n  verson = \"1\"", "verson is not known: did you mean version")]
    public void A_mistake_is_named_by_its_key(string line, string mistaken, string mistake)
    {
        var refusal = Refusal($"{Real}\n{Whole.Replace(line, mistaken, StringComparison.Ordinal)}");

        Assert.Contains("vizteh.consent.", refusal, StringComparison.Ordinal);
        Assert.Contains(mistake, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_that_is_none_is_refused() => Assert.Contains(
        "vizteh.consent must be a section: { operator = \"...\"", Refusal($"{Real}\nvizteh.consent = on"), StringComparison.Ordinal);

    [Fact]
    public void A_text_that_is_longer_than_a_message_is_refused_with_its_length() => Assert.Matches(
        "vizteh.consent makes a text of 4[0-9]{3} characters with the labels of all questions; Telegram takes 4096",
        Refusal($"{Real}\n{Whole.Replace("ответ на заявку", new string('Я', 3_900), StringComparison.Ordinal)}"));

    [Fact]
    public void A_text_of_the_firm_has_to_tell_how_to_withdraw() => Assert.Contains(
        "vizteh.texts.consent.text lacks /forget",
        Refusal(
            $$"""
            {{Real}}
            {{Whole}}
            vizteh.texts.consent.text = "{operator} {purpose} {data} {actions} {term} {link}"
            """),
        StringComparison.Ordinal);

    private static CompanySettings Parse(string section) => HoconFile.Parse($"{Real}\n{section}\n", "hocon.conf").Company;
}
