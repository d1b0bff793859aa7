using VizTeh.Actors.Questions;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Support;

/// <summary>Answers to every question of the form as shipped, and tickets of them.</summary>
internal static class TicketSamples
{
    public static SentAnswers Answers { get; } = Of("Анна", "ООО", "Тверь", "Знаки", "Вывеска", "+79161234567");

    /// <summary>Null for a question that was not answered.</summary>
    public static SentAnswers Of(
        string? name, string? organization, string? city, string? direction, string? description, string? phone) =>
        SixAnswers.Of(name, organization, city, direction, description, phone);

    /// <summary>The same text as the answer to every question.</summary>
    public static SentAnswers Everywhere(string text) => Of(text, text, text, text, text, text);

    public static CreateTicket New(string? username = "anna") => new(Guid.NewGuid(), 42, username, Answers, DateTimeOffset.UnixEpoch);

    /// <summary>With another answer to a question that was answered.</summary>
    public static SentAnswers With(this SentAnswers answers, string id, string value) =>
        answers with { Given = [.. answers.Given.Select(answer => answer.Id == id ? answer with { Value = value } : answer)] };

    /// <inheritdoc cref="With(SentAnswers, string, string)"/>
    public static CreateTicket With(this CreateTicket ticket, string id, string value) =>
        ticket with { Answers = ticket.Answers.With(id, value) };

    /// <inheritdoc cref="With(SentAnswers, string, string)"/>
    public static Ticket With(this Ticket ticket, string id, string value) => ticket with { Answers = ticket.Answers.With(id, value) };
}
