namespace VizTeh.Actors.Settings;

internal enum HoconTokenKind
{
    /// <summary>Text without quotes, with inner blanks but without outer ones, up to a character at which Akka's parser ends it.</summary>
    Word,

    /// <summary>A text in quotes, single or triple; the quotes are not part of it.</summary>
    Quoted,

    /// <summary>${...}</summary>
    Substitution,

    /// <summary>One of { } [ ] , = and :</summary>
    Mark,

    /// <summary>A comment: from # or // to the end of the line.</summary>
    Remark,

    LineEnd,
}

/// <param name="Line">Counts from 1.</param>
/// <param name="FollowsBlank">Whether a blank stands before it.</param>
internal readonly record struct HoconToken(HoconTokenKind Kind, string Text, int Line, bool FollowsBlank)
{
    public bool Is(char mark) => Kind == HoconTokenKind.Mark && Text[0] == mark;

    public bool EndsValue => Kind is HoconTokenKind.LineEnd || Is(',') || Is('}') || Is(']');
}

/// <summary>Tokenizes a file in which <see cref="HoconStructure"/> has found no fault.</summary>
internal static class HoconText
{
    private const string Marks = "{}[],=:";

    /// <returns>The tokens; the last one is an end of line.</returns>
    public static List<HoconToken> Tokens(string text)
    {
        var tokens = new List<HoconToken>();
        var line = 1;
        var index = 0;
        while (index < text.Length)
        {
            var rest = text.AsSpan(index);
            var blank = index > 0 && char.IsWhiteSpace(text[index - 1]);
            int length;
            if (rest[0] == '\n')
            {
                tokens.Add(new HoconToken(HoconTokenKind.LineEnd, "\n", line++, blank));
                length = 1;
            }
            else if (char.IsWhiteSpace(rest[0]) || rest[0] == '\uFEFF')
            {
                length = 1;
            }
            else if (BeginsRemark(rest))
            {
                length = rest.IndexOf('\n') is var end and >= 0 ? end : rest.Length;
                tokens.Add(new HoconToken(HoconTokenKind.Remark, rest[..length].TrimEnd().ToString(), line, blank));
            }
            else if (rest.StartsWith("\"\"\""))
            {
                length = rest[3..].IndexOf("\"\"\"") + 6;
                tokens.Add(new HoconToken(HoconTokenKind.Quoted, rest[3..(length - 3)].ToString(), line, blank));
                line += rest[..length].Count('\n');
            }
            else if (rest[0] == '"')
            {
                length = HoconStructure.QuotedLength(rest);
                tokens.Add(new HoconToken(HoconTokenKind.Quoted, rest[1..(length - 1)].ToString(), line, blank));
            }
            else if (rest.StartsWith("${"))
            {
                length = rest.IndexOf('}') + 1;
                tokens.Add(new HoconToken(HoconTokenKind.Substitution, rest[..length].ToString(), line, blank));
            }
            else if (Marks.Contains(rest[0]))
            {
                length = 1;
                tokens.Add(new HoconToken(HoconTokenKind.Mark, rest[..1].ToString(), line, blank));
            }
            else
            {
                length = WordLength(rest);
                tokens.Add(new HoconToken(HoconTokenKind.Word, rest[..length].TrimEnd().ToString(), line, blank));
            }

            index += length;
        }

        tokens.Add(new HoconToken(HoconTokenKind.LineEnd, "", line, FollowsBlank: false));
        return tokens;
    }

    private static bool BeginsRemark(ReadOnlySpan<char> text) => text[0] == '#' || text.StartsWith("//");

    private static int WordLength(ReadOnlySpan<char> text)
    {
        var length = 1;
        while (length < text.Length && text[length] is not ('\n' or '"') && !Marks.Contains(text[length])
            && !BeginsRemark(text[length..]) && !text[length..].StartsWith("${"))
        {
            length++;
        }

        return length;
    }
}
