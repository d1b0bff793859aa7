using System.Globalization;
using System.Text;

namespace VizTeh.Actors.Sandbox.BotApi.Text;

/// <summary>
/// Reads Telegram's HTML subset with Telegram's refusals (Bot API, "HTML style"; rules and texts as in td's MessageEntity.cpp: byte
/// offsets, `&amp;lt; &amp;gt; &amp;amp; &amp;quot;` and numeric references only, everything else literal).
/// </summary>
internal sealed class HtmlEntities
{
    private static readonly HashSet<string> SupportedTags =
    [
        "a", "b", "strong", "i", "em", "s", "strike", "del", "u", "ins", "tg-spoiler", "tg-emoji", "tg-time", "span", "pre", "code",
        "blockquote",
    ];

    private readonly byte[] _html;
    private readonly StringBuilder _plain = new();
    private readonly List<TextEntity> _entities = [];
    private readonly Stack<OpenTag> _open = new();
    private int _at;

    private HtmlEntities(string html) => _html = Encoding.UTF8.GetBytes(html);

    private sealed record OpenTag(string Name, string Argument, int Offset);

    /// <exception cref="RefusalException">"can't parse entities: …"</exception>
    public static (string Plain, List<TextEntity> Entities) Parse(string html)
    {
        var parser = new HtmlEntities(html);
        parser.Read();
        return (parser._plain.ToString(), parser._entities);
    }

    // Reading past the end gives NUL, which ends a tag as it does in the original.
    private char this[int index] => index < _html.Length ? (char)_html[index] : '\0';

    private void Read()
    {
        var literalFrom = 0;
        while (_at < _html.Length)
        {
            var symbol = this[_at];
            if (symbol is not ('&' or '<'))
            {
                _at++;
                continue;
            }

            AppendLiteral(literalFrom, _at);
            if (symbol == '<')
            {
                if (this[_at + 1] == '/')
                    ReadEndTag();
                else
                    ReadStartTag();
                literalFrom = _at;
            }
            else if (TryDecodeReference(out var rune))
            {
                _plain.Append(rune);
                literalFrom = _at;
            }
            else
            {
                literalFrom = _at++;
            }
        }

        AppendLiteral(literalFrom, _html.Length);
        if (_open.TryPeek(out var unclosed))
            throw CannotParse($"Can't find end tag corresponding to start tag \"{unclosed.Name}\"");
    }

    private void AppendLiteral(int from, int to)
    {
        if (to > from)
            _plain.Append(Encoding.UTF8.GetString(_html, from, to - from));
    }

    private void ReadStartTag()
    {
        var begin = _at++;
        while (!IsSpace(this[_at]) && this[_at] != '>')
            _at++;
        if (this[_at] == '\0')
            throw CannotParse($"Unclosed start tag at byte offset {begin}");

        var tag = Slice(begin + 1, _at).ToLowerInvariant();
        if (!SupportedTags.Contains(tag))
            throw CannotParse($"Unsupported start tag \"{tag}\" at byte offset {begin}");

        var argument = "";
        while (this[_at] != '>')
        {
            SkipSpaces();
            if (this[_at] == '>')
                break;
            var (name, value) = ReadAttribute(tag, begin);
            argument = (tag, name) switch
            {
                ("a", "href") => value,
                ("code", "class") when value.StartsWith("language-", StringComparison.Ordinal) => value["language-".Length..],
                ("span", "class") when value.StartsWith("tg-", StringComparison.Ordinal) => value["tg-".Length..],
                ("tg-emoji", "emoji-id") => value,
                ("blockquote", "expandable") => "expandable",
                _ => argument,
            };
        }

        if (tag == "span" && argument != "spoiler")
            throw CannotParse($"Tag \"span\" must have class \"tg-spoiler\" at byte offset {begin}");
        _at++;
        _open.Push(new OpenTag(tag, argument, _plain.Length));
    }

    private (string Name, string Value) ReadAttribute(string tag, int begin)
    {
        var nameAt = _at;
        while (!IsSpace(this[_at]) && this[_at] is not ('=' or '>' or '/' or '"' or '\''))
            _at++;
        var name = Slice(nameAt, _at);
        if (name.Length == 0)
            throw CannotParse($"Empty attribute name in the tag \"{tag}\" at byte offset {begin}");
        SkipSpaces();
        if (this[_at] == '\0')
            throw CannotParse($"Unclosed start tag \"{tag}\" at byte offset {begin}");
        if (this[_at] != '=')
            return (name, "");

        _at++;
        SkipSpaces();
        if (this[_at] == '\0')
            throw CannotParse($"Unclosed start tag \"{tag}\" at byte offset {begin}");
        var value = this[_at] is '"' or '\'' ? ReadQuoted() : ReadNameToken();
        if (this[_at] == '\0')
            throw CannotParse($"Unclosed start tag at byte offset {begin}");
        return (name, value);
    }

    private string ReadNameToken()
    {
        var from = _at;
        while (char.IsAsciiLetterOrDigit(this[_at]) || this[_at] is '.' or '-')
            _at++;
        if (!IsSpace(this[_at]) && this[_at] != '>')
            throw CannotParse($"Unexpected end of name token at byte offset {from}");
        return Slice(from, _at).ToLowerInvariant();
    }

    private string ReadQuoted()
    {
        var quote = this[_at++];
        var value = new List<byte>();
        while (this[_at] != quote && this[_at] != '\0')
        {
            if (this[_at] == '&' && TryDecodeReference(out var symbol))
                value.AddRange(Encoding.UTF8.GetBytes(symbol));
            else
                value.Add(_html[_at++]);
        }

        if (this[_at] == quote)
            _at++;
        return Encoding.UTF8.GetString([.. value]);
    }

    private void ReadEndTag()
    {
        var begin = _at;
        if (!_open.TryPeek(out var opened))
            throw CannotParse($"Unexpected end tag at byte offset {begin}");
        _at += 2;
        while (!IsSpace(this[_at]) && this[_at] != '>')
            _at++;
        var tag = Slice(begin + 2, _at).ToLowerInvariant();
        SkipSpaces();
        if (this[_at] != '>')
            throw CannotParse($"Unclosed end tag at byte offset {begin}");
        if (tag.Length > 0 && tag != opened.Name)
            throw CannotParse($"Unmatched end tag at byte offset {begin}, expected \"</{opened.Name}>\", found \"</{tag}>\"");

        _at++;
        _open.Pop();
        if (_plain.Length > opened.Offset)
            AddEntity(opened, _plain.Length - opened.Offset);
    }

    private void AddEntity(OpenTag tag, int length)
    {
        var inner = _entities.Count > 0 ? _entities[^1] : null;
        var coversInner = inner is not null && inner.Offset == tag.Offset && inner.Length == length;
        switch (tag.Name)
        {
            case "i" or "em": Add("italic"); break;
            case "b" or "strong": Add("bold"); break;
            case "s" or "strike" or "del": Add("strikethrough"); break;
            case "u" or "ins": Add("underline"); break;
            case "tg-spoiler" or "span": Add("spoiler"); break;
            case "blockquote": Add(tag.Argument.Length > 0 ? "expandable_blockquote" : "blockquote"); break;
            case "tg-emoji": Add("custom_emoji", tag.Argument); break;
            case "a":
                Add("text_link", tag.Argument.Length > 0 ? tag.Argument : _plain.ToString(tag.Offset, length));
                break;
            case "pre" when coversInner && inner is { Type: "code", Argument: not null }:
                _entities[^1] = inner with { Type = "pre" };
                break;
            case "pre": Add("pre"); break;
            case "code" when coversInner && inner is { Type: "pre" } && tag.Argument.Length > 0:
                _entities[^1] = inner with { Argument = tag.Argument };
                break;
            case "code": Add("code", tag.Argument.Length > 0 ? tag.Argument : null); break;
        }

        void Add(string type, string? argument = null) => _entities.Add(new TextEntity(type, tag.Offset, length, argument));
    }

    /// <summary>Decodes the reference at an ampersand and moves past it, or stays and leaves the ampersand literal.</summary>
    private bool TryDecodeReference(out string symbol)
    {
        symbol = "";
        var end = _at + 1;
        uint code = 0;
        if (this[end] == '#')
        {
            end++;
            var hexadecimal = this[end] == 'x';
            if (hexadecimal)
                end++;
            var digits = end;
            while (hexadecimal ? char.IsAsciiHexDigit(this[end]) : char.IsAsciiDigit(this[end]))
                end++;
            var style = hexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
            if (end - _at >= 10 || !uint.TryParse(Slice(digits, end), style, CultureInfo.InvariantCulture, out code))
                return false;
            if (code is 0 or >= 0x10ffff)
                return false;
        }
        else
        {
            while (char.IsAsciiLetter(this[end]))
                end++;
            code = Slice(_at + 1, end) switch { "lt" => '<', "gt" => '>', "amp" => '&', "quot" => '"', _ => 0u };
            if (code == 0)
                return false;
        }

        if (!Rune.IsValid(code))
        {
            throw CannotParse("Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate " +
                "code units");
        }

        _at = this[end] == ';' ? end + 1 : end;
        symbol = new Rune(code).ToString();
        return true;
    }

    private void SkipSpaces()
    {
        while (this[_at] != '\0' && IsSpace(this[_at]))
            _at++;
    }

    private string Slice(int from, int to)
    {
        var end = Math.Min(to, _html.Length);
        return from < end ? Encoding.UTF8.GetString(_html, from, end - from) : "";
    }

    private static bool IsSpace(char symbol) => symbol is ' ' or '\t' or '\r' or '\n' or '\0' or '\v';

    private static RefusalException CannotParse(string what) => Refuse.BadRequest("Can't parse entities: " + what);
}
