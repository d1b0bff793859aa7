using System.Collections.Immutable;

namespace VizTeh.Actors.Sandbox.BotApi.Text;

/// <summary>A formatted or recognised part of a text. Offset and length count UTF-16 code units, as in the Bot API.</summary>
/// <param name="Type">Bot API name: <c>bold</c>, <c>text_link</c>, <c>bot_command</c>…</param>
/// <param name="Argument">The address of a <c>text_link</c>, the language of a <c>pre</c>; else null.</param>
/// <param name="UserId">The account of a <c>text_mention</c>; else null.</param>
public sealed record TextEntity(string Type, int Offset, int Length, string? Argument = null, long? UserId = null)
{
    internal int End => Offset + Length;
}

/// <summary>A text as it is displayed, with its formatted parts.</summary>
internal sealed record FormattedText(string Plain, ImmutableArray<TextEntity> Entities)
{
    public static FormattedText Empty { get; } = new("", []);

    public bool SameAs(FormattedText other) => Plain == other.Plain && Entities.SequenceEqual(other.Entities);
}
