using System.Collections.Immutable;
using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>The files that a client sends: one, or an album; each has an id that no other file has.</summary>
internal sealed class ClientFiles(ChatParticipant participant, Random random)
{
    /// <summary>The most that <see cref="SendSome"/> sends at once.</summary>
    public const int Most = 3;

    private static readonly Picture Pixel = new([0xFF, 0xD8, 0xFF, 0xD9], 640, 480);

    /// <summary>Sends a recording, a file, a picture or an album.</summary>
    public ImmutableArray<ChatMessage> SendSome() => random.Next(5) switch
    {
        0 => [participant.SendVoice()],
        1 => [participant.SendDocument()],
        2 => [participant.SendVideo()],
        3 => [participant.SendPhoto()],
        _ => SendPictures(2 + random.Next(Most - 1), caption: null),
    };

    /// <summary>Sends pictures, as an album if there are several.</summary>
    public ImmutableArray<ChatMessage> SendPictures(int count, string? caption, ChatMessage? replyTo = null) =>
        [.. participant.SendPictures([.. Enumerable.Repeat(Pixel, count)], caption, replyTo)];

    /// <summary>The ids of the files, by which the bot knows them.</summary>
    public static IEnumerable<string> IdsOf(IEnumerable<ChatMessage> messages) => messages.Select(message => message.FileId!);
}
