using System.Collections.Immutable;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Support;

/// <summary>Answers to every question, and tickets with them.</summary>
internal static class TicketSamples
{
    /// <summary>The questions' ids, in the order they are asked.</summary>
    public static ImmutableArray<FormField> Fields { get; } = [.. FormQuestions.InOrder.Select(question => question.Field)];

    public static Answers Answers { get; } = Of("Анна", "ООО", "Тверь", "Знаки", "Вывеска", "+79161234567");

    public static Answers Of(string? name, string? organization, string? city, string? direction, string? description, string? phone) =>
        Questions.Answers.Of(
            (FormField.Name, name), (FormField.Organization, organization), (FormField.City, city), (FormField.Direction, direction),
            (FormField.Description, description), (FormField.Phone, phone));

    /// <summary>The same text as the answer to every question.</summary>
    public static Answers Everywhere(string text) => Questions.Answers.Of(Fields.Select(field => (field, (string?)text)));

    public static CreateTicket New(string? username = "anna") => new(Guid.NewGuid(), 42, username, Answers, DateTimeOffset.UnixEpoch);

    public static CreateTicket With(this CreateTicket ticket, FormField field, string value) =>
        ticket with { Answers = ticket.Answers.With(field, value) };

    public static Ticket With(this Ticket ticket, FormField field, string value) =>
        ticket with { Answers = ticket.Answers.With(field, value) };
}
