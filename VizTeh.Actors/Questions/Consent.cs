using System.Security.Cryptography;
using System.Text;

namespace VizTeh.Actors.Questions;

/// <summary>
/// A client's consent to the processing of personal data. Part of an event, and stored for ever: a member may be added, none may be renamed
/// or change its meaning.
/// </summary>
/// <param name="Version">The version of the text, as the firm names it.</param>
/// <param name="TextHash">SHA-256 of the text that was shown, in UTF-8: 64 hexadecimal digits in lower case.</param>
/// <param name="At">When the client consented.</param>
/// <param name="MessageId">The message in the client's chat that shows the text.</param>
public sealed record Consent(string Version, string TextHash, DateTimeOffset At, long MessageId)
{
    // Of its hash, in bytes: enough to tell the texts of one firm apart.
    private const int KeyLength = 6;

    /// <param name="text">As a person sees it.</param>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Names a text and its version in the data of the buttons under it.</summary>
    public static string KeyOf(string version, string textHash) => HashOf($"{version}\n{textHash}")[..(2 * KeyLength)];
}
