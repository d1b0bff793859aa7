using System.Collections.Immutable;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Sandbox.Clients;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tests.Support;

/// <summary>The ids of the shipped form's questions.</summary>
internal static class Ids
{
    public const string Name = "name";
    public const string Organization = "organization";
    public const string City = "city";
    public const string Direction = "direction";
    public const string Description = "description";
    public const string Phone = "phone";
}

/// <summary>The form of the hocon.conf that comes with the program.</summary>
internal static class ShippedForm
{
    public static CompanySettings Company { get; } = HoconFile.Load(HoconFile.DefaultPath).Company;

    public static FirmTexts Texts => Company.Texts;

    public static FormDefinition Definition => Company.Form;

    /// <summary>The questions' ids, in the order they are asked.</summary>
    public static ImmutableArray<string> Ids { get; } = [.. Definition.Questions.Select(question => question.Id)];

    public static IReadOnlyList<string> Directions { get; } = Question(Support.Ids.Direction).Choices!;

    public static Question Question(string id) => Definition.Find(id) ?? throw new ArgumentException($"no question {id}", nameof(id));

    /// <summary>A word of the question's text that no other message of the bot has.</summary>
    public static string KeyWordOf(string id) => FormScript.Questions.First(question => question.Id == id).KeyWord;

    /// <summary>The answer to a question of this form.</summary>
    public static Answer Answer(string id, string value) => new(Question(id), value);

    /// <summary>A form is begun with the first question.</summary>
    public static ConversationEvent.Started Started(long updateId, DateTimeOffset at, Guid formId) =>
        new(updateId, at, formId, Definition.Questions[0]);

    /// <summary>A question is answered, and another one asked, or the review shown.</summary>
    public static ConversationEvent.Answered Answered(
        long updateId, DateTimeOffset at, string id, string value, string? next = null, bool forReview = false) =>
        new(updateId, at, Answer(id, value), next is null ? null : Question(next), forReview);

    /// <summary>Answers to some of the questions.</summary>
    public static Answers Answers(params IEnumerable<(string Id, string Value)> answers) =>
        answers.Aggregate(Questions.Answers.None, (all, answer) => all.With(Answer(answer.Id, answer.Value)));

    /// <summary>The firm under another name.</summary>
    public static CompanySettings Named(this CompanySettings company, string name) =>
        company with { Name = name, Texts = new FirmTexts(name, company.Phone, company.Site) };

    /// <summary>The firm with other texts.</summary>
    public static CompanySettings Saying(this CompanySettings company, params (string Key, string Text)[] reworded) => company with
    {
        Texts = new FirmTexts(
            company.Name, company.Phone, company.Site, reworded.ToDictionary(text => text.Key, text => text.Text)),
    };

    /// <summary>The form with other choices of a question.</summary>
    public static CompanySettings WithChoices(this CompanySettings company, string id, params string[] choices) => company with
    {
        Form = new FormDefinition(company.Form.Questions.Select(
            question => question.Id == id ? question with { Choices = choices } : question)),
    };
}
