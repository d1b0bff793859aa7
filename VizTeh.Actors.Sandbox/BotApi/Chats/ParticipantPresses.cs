namespace VizTeh.Actors.Sandbox.BotApi.Chats;

/// <summary>A person's presses on buttons.</summary>
public static class ParticipantPresses
{
    /// <summary>Presses a button of the current reply keyboard.</summary>
    /// <exception cref="InvalidOperationException">There is no such button.</exception>
    public static ChatMessage PressMenu(this ChatParticipant participant, string label)
    {
        lock (participant.State.Gate)
        {
            var menu = participant.Room.MenuOf(participant.Person);
            var button = menu?.Rows.SelectMany(row => row).FirstOrDefault(button => button.Label == label)
                ?? throw new InvalidOperationException(
                    $"No «{label}» on the keyboard: {(menu is null ? "there is none" : string.Join(", ", menu.Labels))}.\n"
                    + participant.Tail());
            if (menu!.OneTime)
                participant.Room.HideMenu(participant.Person);
            if (button.RequestsContact)
                return participant.ShareOwnContact();
            return button.RequestsLocation ? participant.SendLocation() : participant.SendText(label);
        }
    }

    /// <summary>Presses a button under a message.</summary>
    /// <exception cref="InvalidOperationException">The message is deleted, has no such button, or the button does not call
    /// back.</exception>
    public static CallbackPress Press(this ChatParticipant participant, ChatMessage message, string label)
    {
        ArgumentNullException.ThrowIfNull(message);
        lock (participant.State.Gate)
            return participant.PressData(message, participant.DataOf(message, label));
    }

    /// <summary>One press that reaches the bot twice, as when the first response was lost: two queries with different ids.</summary>
    public static (CallbackPress First, CallbackPress Second) PressTwice(
        this ChatParticipant participant, ChatMessage message, string label)
    {
        ArgumentNullException.ThrowIfNull(message);
        lock (participant.State.Gate)
        {
            var data = participant.DataOf(message, label);
            return (participant.PressData(message, data), participant.PressData(message, data));
        }
    }

    /// <summary>
    /// A press that the apps do not offer: an old or a forged one. The message need not have a button with that data, or exist any more.
    /// </summary>
    /// <exception cref="InvalidOperationException">The message belongs to another chat, or the person cannot write here.</exception>
    public static CallbackPress PressData(this ChatParticipant participant, ChatMessage message, string data)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(data);
        lock (participant.State.Gate)
        {
            if (message.Room != participant.Room)
                throw new InvalidOperationException($"Message {message.Id} is not of this chat.");
            participant.CheckPersonMay();
            participant.Person.Seen = true;
            return participant.State.Callbacks.Press(participant.Person, message, data);
        }
    }

    private static string DataOf(this ChatParticipant participant, ChatMessage message, string label)
    {
        var button = message.IsDeleted ? null : message.Button(label);
        return button?.Data ?? throw new InvalidOperationException(
            $"No «{label}» that calls back under message {message.Id}{(message.IsDeleted ? ", which is deleted" : "")}.\n"
            + participant.Tail());
    }
}
