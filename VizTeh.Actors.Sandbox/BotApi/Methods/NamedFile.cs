using System.Globalization;
using System.Text;
using VizTeh.Actors.Sandbox.BotApi.Calls;

namespace VizTeh.Actors.Sandbox.BotApi.Methods;

/// <summary>A file as a call refers to it (Client::get_input_file).</summary>
internal abstract record NamedFile
{
    private const string Attached = "attach://";

    private NamedFile()
    {
    }

    /// <summary>A file that was uploaded with the call.</summary>
    public sealed record Uploaded(UploadedFile File) : NamedFile;

    /// <summary>A file on the server, by its id, or a file by its address.</summary>
    public sealed record Known(string Id) : NamedFile
    {
        public bool IsAddress =>
            Id.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || Id.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The file of a parameter, which may also be the multipart part of that name; null if there is none.</summary>
    public static NamedFile? OfParameter(RequestParameters parameters, string parameter) =>
        parameters[parameter] is { Length: > 0 } name ? OfName(parameters, name) : Of(parameters.File(parameter));

    /// <returns>Null if the name is empty, or that of a part which the call does not have.</returns>
    public static NamedFile? OfName(RequestParameters parameters, string name)
    {
        if (name.StartsWith(Attached, StringComparison.Ordinal))
            return Of(parameters.File(name[Attached.Length..]));
        return name.Length == 0 ? null : new Known(name);
    }

    private static Uploaded? Of(UploadedFile? file) => file is null ? null : new Uploaded(file);
}

/// <summary>Telegram's cleaning of an uploaded file's name (td's clean_filename).</summary>
internal static class UploadedName
{
    private const int LongestStem = 64;
    private const int LongestExtension = 16;
    private const string Refused = "<>:\"/\\|?*&`'";

    public static string Clean(string name)
    {
        var file = name[(name.LastIndexOf('/') + 1)..];
        var dot = file.LastIndexOf('.');
        var stem = CleanPart(dot > 0 ? file[..dot] : file, LongestStem);
        var extension = dot > 0 ? CleanPart(file[(dot + 1)..], LongestExtension) : "";
        return (stem, extension) switch
        {
            ("", "") => "file",
            (_, "") => stem,
            ("", _) => extension,
            _ => $"{stem}.{extension}",
        };
    }

    private static string CleanPart(string part, int longest)
    {
        var cleaned = new StringBuilder();
        var length = 0;
        foreach (var rune in part.EnumerateRunes())
        {
            if (length == longest)
                break;
            var kept = IsKept(rune) ? rune : new Rune(' ');
            if (length == 0 && kept.Value is ' ' or '.')
                continue;
            cleaned.Append(kept.ToString());
            length++;
        }

        return cleaned.ToString().TrimEnd(' ', '.');
    }

    private static bool IsKept(Rune rune) => rune.Value < 127
        ? rune.Value >= ' ' && !Refused.Contains((char)rune.Value, StringComparison.Ordinal)
        : Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
}
