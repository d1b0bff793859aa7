using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tests.Support;

/// <summary>A firm that asks for consent.</summary>
internal static class FirmConsent
{
    public const string Title = "Согласие на обработку персональных данных";

    public const string Agree = "Даю согласие";

    public const string Disagree = "Не согласен";

    /// <summary>The words of a refusal.</summary>
    public const string Refusal = "ничего не сохранили";

    /// <summary>The section of hocon.conf.</summary>
    public static string Section(string version) =>
        $$"""
        vizteh.consent {
          operator = "ООО «Ромашка», ИНН 7700000000"
          purpose = "ответ на заявку"
          actions = "сбор, хранение, удаление"
          term = "до отзыва согласия"
          link = "https://example.org/privacy"
          version = "{{version}}"
        }
        """;

    public static ConsentTerms Terms(CompanySettings company, string version, string purpose = "ответ на заявку") => new(
        version,
        company.Texts.With(
            ConsentPhrases.Text, ("operator", "ООО «Ромашка»"), ("purpose", purpose), ("data", "Имя, Телефон"), ("actions", "хранение"),
            ("term", "до отзыва"), ("link", "https://example.org/privacy"), ("version", version)));

    public static CompanySettings Asking(this CompanySettings company, string version = "1") =>
        company with { Consent = Terms(company, version) };
}
